package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Caches the tokens of a custom provider. Thread-safe.
 *
 * <p>A custom provider may call a provider of this library, such as a lambda around a {@code
 * UserSignIn}. Its tokens are not cached here, because this cache would return them after the user
 * has signed out, and while another account is current. Once the custom provider has returned such
 * a token, every request is forwarded to it.
 */
public final class ExternalTokenProvider implements CachingTokenProvider {
  private final TokenCache cache = TokenCache.builder().build();
  private final TokenOwner owner = TokenOwner.external();
  private final TokenProvider source;
  private final TokenProvider cached;
  private volatile boolean forwarding;

  private ExternalTokenProvider(TokenProvider source) {
    this.source = Objects.requireNonNull(source, "provider");
    this.cached = cache.provider(owner, this::acquire);
  }

  /**
   * Returns a provider that caches the tokens of a provider. This is the given provider if it
   * belongs to this library, except for a chain, whose custom members are cached one by one.
   */
  public static TokenProvider of(TokenProvider provider) {
    if (provider instanceof ChainedTokenProvider chain) {
      return chain.cached();
    }
    return provider instanceof CachingTokenProvider
        ? provider
        : new ExternalTokenProvider(provider);
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    if (!forwarding) {
      AccessToken token = cached.token(request);
      if (!forwarding) {
        return token;
      }
      // The call may have joined an earlier request, whose user is no longer the current one.
    }
    return source.token(request);
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    return forwarding ? source.cachedToken(request) : cached.cachedToken(request);
  }

  private AccessToken acquire(TokenRequest request) throws IOException {
    AccessToken token = source.token(request);
    if (token != null && TokenInternals.instance().isFromLibrary(token)) {
      forwarding = true;
      cache.remove(owner); // also prevents the cache from keeping this token
    }
    return token;
  }

  @Override
  public AuthListener listener() {
    return source.listener();
  }

  @Override
  public String toString() {
    return cached.toString();
  }
}
