package io.github.adtauth.token;

import io.github.adtauth.AuthListener;
import io.github.adtauth.internal.cache.ChainedTokenProvider;
import io.github.adtauth.internal.cache.ExternalTokenProvider;
import java.util.List;

/** Creates token providers from other providers. Stateless. */
public final class TokenProviders {
  private TokenProviders() {}

  /**
   * Returns a provider that chooses the first of the given providers that has a token, in order.
   * The choice is permanent, so the principal never changes later.
   *
   * <p>The choice is made with the first token. The chain moves on to the next provider only if one
   * throws {@link io.github.adtauth.CredentialUnavailableException}, because its credential does
   * not exist on this machine. Any other failure (rejected, throttled, timed out, canceled, …) is
   * thrown to the caller without a choice, and the next call starts again with the first provider.
   * The choice and its reasons are logged at INFO.
   *
   * <p>If no credential is available, {@code token} throws a {@code CredentialUnavailableException}
   * with the reason of each provider, so a chain may itself be part of a chain. The returned
   * provider is thread-safe: share it.
   *
   * @throws IllegalArgumentException if there are no providers
   */
  public static TokenProvider firstOf(TokenProvider... providers) {
    return firstOf(AuthListener.NONE, providers);
  }

  /**
   * Returns a provider as {@link #firstOf(TokenProvider...)} does, and notifies the listener of the
   * choice.
   *
   * @throws IllegalArgumentException if there are no providers
   */
  public static TokenProvider firstOf(AuthListener listener, TokenProvider... providers) {
    return new ChainedTokenProvider(List.of(providers), listener);
  }

  /**
   * Returns a provider that caches the tokens of the given provider. Concurrent requests are
   * coalesced. Tokens are refreshed in the background before they expire, and a failed refresh does
   * not fail a call while the old token is valid.
   *
   * <p>The given provider must represent one principal for as long as it is used. The cache cannot
   * notice a change of user: it returns the token of the previous user until that token is
   * refreshed. If the user changes, create another provider and cache that one.
   *
   * <p>The providers of this library cache their own tokens, and drop them at a sign-out. They are
   * returned unchanged. Of a {@link #firstOf chain}, the custom providers are cached one by one. If
   * the given provider returns tokens of a provider of this library, such as a lambda around a
   * {@code UserSignIn}, they are not cached a second time.
   */
  public static TokenProvider cached(TokenProvider provider) {
    return ExternalTokenProvider.of(provider);
  }
}
