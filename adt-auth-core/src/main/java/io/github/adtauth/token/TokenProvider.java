package io.github.adtauth.token;

import io.github.adtauth.AuthListener;
import io.github.adtauth.internal.cache.ChainedTokenProvider;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenOwner;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives access tokens of one principal. A lambda around any other library is one. Implementations
 * are thread-safe, end when the calling thread is interrupted, and never prompt.
 */
@FunctionalInterface
public interface TokenProvider {
  /**
   * Returns a token for the request, waiting for the token service if need be.
   *
   * @throws IOException if the token could not be had for reasons of the network
   * @throws io.github.adtauth.CredentialUnavailableException if the credential of this provider
   *     does not exist on this machine; a chain then tries its next provider
   * @throws io.github.adtauth.AdtException if the token service refused it; the type says what to
   *     do
   */
  AccessToken token(TokenRequest request) throws IOException;

  /** Returns a token that is at hand without waiting and still valid, or null. */
  default @Nullable AccessToken cachedToken(TokenRequest request) {
    return null;
  }

  /**
   * Returns the listener of this provider. A client without a listener of its own notifies it of
   * the challenges and retries of calls that use these tokens. The providers of {@code SignIn}
   * return the listener that was set there. Defaults to {@link AuthListener#NONE}; a provider that
   * wraps another one should return the listener of the wrapped one.
   */
  default AuthListener listener() {
    return AuthListener.NONE;
  }

  /**
   * Returns a provider that chooses the first of these, in this order, that returns a token, and
   * uses it from then on: who calls never changes later.
   *
   * <p>The choice is made with the first token. It moves on to the next provider only where one
   * throws {@link io.github.adtauth.CredentialUnavailableException}: its credential does not exist
   * on this machine. Any other failure (rejected, throttled, timed out, canceled, …) goes to the
   * caller and leaves the choice open; the next call starts again with the first provider. The
   * choice and its reasons are logged at INFO.
   *
   * <p>If no credential is available, {@code token} throws a {@code CredentialUnavailableException}
   * with the reason of each, so a chain may itself be part of a chain. The returned provider is
   * thread-safe: share it.
   *
   * @throws IllegalArgumentException if there are no providers
   */
  static TokenProvider firstOf(TokenProvider... providers) {
    return firstOf(AuthListener.NONE, providers);
  }

  /**
   * As {@link #firstOf(TokenProvider...)}; notifies the listener of the choice.
   *
   * @throws IllegalArgumentException if there are no providers
   */
  static TokenProvider firstOf(AuthListener listener, TokenProvider... providers) {
    return new ChainedTokenProvider(List.of(providers), listener);
  }

  /**
   * Puts the cache of this library in front of a provider of yours: one request at a time, refresh
   * in the background, no call lost while the old token is valid.
   */
  static TokenProvider cached(TokenProvider yours) {
    return TokenCache.builder().build().provider(TokenOwner.external(), yours);
  }
}
