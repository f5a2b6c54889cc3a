package io.github.adtauth.internal.cache;

import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens through a store, which is the second cache level behind the local cache. Nodes share
 * the store, and its tokens survive restarts. A failure of the store is a miss and a warning, not
 * an outage. A rejected token is never returned from the store. Thread-safe.
 */
final class StoreBackedTokenProvider implements TokenProvider {
  private final TokenStore store;
  private final TokenOwner owner;
  private final TokenProvider source;
  private final CacheContext context;

  StoreBackedTokenProvider(
      TokenStore store, TokenOwner owner, TokenProvider source, CacheContext context) {
    this.store = store;
    this.owner = owner;
    this.source = source;
    this.context = context;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    StoreKey key = key(owner, request.scopes());
    AccessToken rejected = request.rejectedToken().orElse(null);
    if (request.claims().isEmpty() || rejected != null) {
      AccessToken stored = read(key);
      if (stored != null && stored.equals(rejected)) {
        remove(store, owner, request.scopes(), context);
      } else if (stored != null && isFresh(stored) && request.claims().isEmpty()) {
        return stored;
      }
    }
    AccessToken token = source.token(request);
    write(key, token);
    return token;
  }

  static void remove(TokenStore store, TokenOwner owner, Set<String> scopes, CacheContext context) {
    try {
      store.remove(key(owner, scopes));
    } catch (IOException | RuntimeException e) {
      context.storeFailed("remove", e);
    }
  }

  private static StoreKey key(TokenOwner owner, Set<String> scopes) {
    return StoreKey.of(
        "token",
        owner.authority().toString(),
        owner.tenant(),
        owner.clientId(),
        owner.principal().kind().name(),
        owner.principal().id(),
        String.join(" ", scopes));
  }

  /** A stale token must not be returned, because every refresh would return it again. */
  private boolean isFresh(AccessToken stored) {
    Clock clock = context.clock();
    Instant refreshAt = stored.refreshAt().orElse(stored.expiresAt().minus(Duration.ofMinutes(5)));
    return clock.instant().isBefore(refreshAt);
  }

  private @Nullable AccessToken read(StoreKey key) {
    try {
      byte[] bytes = store.get(key);
      return bytes == null ? null : TokenCodec.read(bytes);
    } catch (IOException | RuntimeException e) {
      context.storeFailed("read", e);
      return null;
    }
  }

  private void write(StoreKey key, AccessToken token) {
    try {
      Instant now = context.clock().instant();
      AccessToken refreshable = token.refreshAt().isPresent() ? token : withRefreshTime(token, now);
      store.put(key, TokenCodec.write(refreshable), token.expiresAt());
    } catch (IOException | RuntimeException e) {
      context.storeFailed("write", e);
    }
  }

  private static AccessToken withRefreshTime(AccessToken token, Instant now) {
    Duration lifetime = Duration.between(now, token.expiresAt());
    return AccessToken.of(
        token.value(), token.expiresAt(), now.plus(lifetime.multipliedBy(2).dividedBy(3)));
  }
}
