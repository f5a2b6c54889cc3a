package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The cache as seen by one owner. Remembers the slot it used last, so that a hit is a read. */
final class CachedTokenProvider implements TokenProvider {
  private final TokenCache cache;
  private final TokenOwner owner;
  private final Object user;
  private final TokenProvider source;
  private volatile @Nullable TokenEntry last;

  /**
   * Creates the provider of an owner.
   *
   * @param user whose requests count together, by {@code equals}
   */
  CachedTokenProvider(TokenCache cache, TokenOwner owner, Object user, TokenProvider source) {
    this.cache = cache;
    this.owner = owner;
    this.user = user;
    this.source = source;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return slot(request).token(request, source, user);
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    return slot(request).tokenAtHand(request, source, user);
  }

  @Override
  public AuthListener listener() {
    return cache.context().listener();
  }

  private TokenEntry slot(TokenRequest request) {
    TokenEntry slot = last;
    if (slot == null || !slot.isFor(request.scopes())) {
      slot = cache.slot(owner, request.scopes());
      last = slot;
    }
    return slot;
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
