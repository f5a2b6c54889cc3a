package io.github.adtauth.internal.cache;

import io.github.adtauth.Timing;
import io.github.adtauth.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token with the times at which it becomes stale and expired, computed once. Immutable.
 *
 * @param acquiredAt the time of acquisition, in nanoseconds of the ticker, because a clock may be
 *     set back
 * @param staleAt the time at which it is due for refresh, with jitter, in milliseconds since the
 *     epoch
 * @param expiredAt the time after which it is not returned, shortly before its expiry, in
 *     milliseconds since the epoch
 * @param claims the claims of the request that acquired it, or null
 * @param claimsRequests the number of requests with claims in a row that replaced a young token
 */
record CachedToken(
    AccessToken token,
    long acquiredAt,
    long staleAt,
    long expiredAt,
    @Nullable String claims,
    int claimsRequests) {

  /** The age up to which a 401 without claims does not replace a token; see {@link TokenEntry}. */
  static final long YOUNG_NANOS = Duration.ofSeconds(60).toNanos();

  /** A token is not returned shortly before its expiry, because it may expire in transit. */
  private static final long TRANSIT_MILLIS = Duration.ofSeconds(10).toMillis();

  private static final Duration MAX_LIFETIME = Duration.ofDays(365);

  /**
   * Computes the times. A token is stale at {@code refresh_in}, or after two thirds of its
   * lifetime. Up to a tenth is subtracted at random, so that tokens that were acquired together are
   * not refreshed together.
   *
   * @param previous the token that is replaced, or null
   */
  static CachedToken of(
      AccessToken token, @Nullable String claims, Timing timing, @Nullable CachedToken previous) {
    long now = timing.clock().millis();
    double jitter = timing.jitter().getAsDouble();
    long expiresAt = toMillis(token.expiresAt(), now);
    long lifetime = Math.max(0, expiresAt - now);
    long expiredAt = expiresAt - Math.min(TRANSIT_MILLIS, lifetime / 10);
    Instant recommended = token.refreshAt().orElse(null);
    long refreshAt = recommended == null ? now + lifetime * 2 / 3 : toMillis(recommended, now);
    // If every response recommended an immediate refresh, each refresh would start the next one.
    refreshAt = Math.max(refreshAt, now + lifetime / 10);
    long staleAt = now + (long) ((refreshAt - now) * (1 - jitter / 10));
    long ticks = timing.ticker().getAsLong();
    int previousRequests =
        previous != null && previous.isYoung(ticks) ? previous.claimsRequests : 0;
    return new CachedToken(
        token,
        ticks,
        Math.min(staleAt, expiredAt),
        expiredAt,
        claims,
        claims == null ? previousRequests : previousRequests + 1);
  }

  /** Returns the approximate number of bytes of the token and the claims. */
  int weight() {
    return token.authorizationHeader().length() + (claims == null ? 0 : claims.length());
  }

  boolean isYoung(long ticks) {
    return ticks - acquiredAt < YOUNG_NANOS;
  }

  /** Returns the milliseconds of an instant, limited to a range in which they do not overflow. */
  private static long toMillis(Instant instant, long now) {
    Instant limit = Instant.ofEpochMilli(now).plus(MAX_LIFETIME);
    if (instant.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return instant.isAfter(limit) ? limit.toEpochMilli() : instant.toEpochMilli();
  }
}
