package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The view of one owner on the cache. Remembers the entry that was used last, so that a cache hit
 * needs no lookup. Thread-safe.
 */
final class CachedTokenProvider implements CachingTokenProvider {
  private final TokenCache cache;
  private final TokenOwner owner;
  private final Object user;
  private final TokenProvider source;
  private volatile @Nullable TokenEntry lastEntry;

  /**
   * Creates the provider of an owner.
   *
   * @param user the user whose requests are counted together, compared by {@code equals}
   */
  CachedTokenProvider(TokenCache cache, TokenOwner owner, Object user, TokenProvider source) {
    this.cache = cache;
    this.owner = owner;
    this.user = user;
    this.source = source;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return entry(request).token(request, source, user);
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    return entry(request).cachedToken(request, source, user);
  }

  @Override
  public AuthListener listener() {
    return cache.context().listener();
  }

  private TokenEntry entry(TokenRequest request) {
    TokenEntry entry = lastEntry;
    if (entry == null || !entry.isFor(request.scopes())) {
      entry = cache.entry(owner, request.scopes());
      lastEntry = entry;
    }
    return entry;
  }

  @Override
  public String toString() {
    Principal principal = owner.principal();
    return switch (principal.kind()) {
      case MANAGED_IDENTITY -> "the managed identity " + principal.id();
      case DEVELOPER -> "the " + principal.id();
      default -> principal.label();
    };
  }
}
