package io.github.adtauth.internal.cache;

import io.github.adtauth.Timing;
import io.github.adtauth.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token with the moments at which it turns stale and expired, worked out once.
 *
 * @param since when it was acquired, in nanoseconds of the ticker: a clock may be set back
 * @param staleAt when it is due for refresh, jittered
 * @param expiredAt when it is no longer handed out, a little before it expires
 * @param claims the claims it was asked with, or null
 * @param claimsRequests how many requests with claims in a row brought a token while the one before
 *     was young
 */
record CachedToken(
    AccessToken token,
    long since,
    long staleAt,
    long expiredAt,
    @Nullable String claims,
    int claimsRequests) {

  /**
   * A token this young is not replaced for a 401 that asks for no more: the fault lies elsewhere.
   * Nor is it for other claims, where claims brought it.
   */
  static final long YOUNG_NANOS = Duration.ofSeconds(60).toNanos();

  /** A token is not handed out in its last moments: it has to travel. */
  private static final long TRAVEL_MILLIS = Duration.ofSeconds(10).toMillis();

  private static final Duration MAX_LIFE = Duration.ofDays(365);

  /**
   * Works the moments out: stale at {@code refresh_in} or after two thirds of the life, up to a
   * tenth earlier by chance, so that tokens acquired together are not refreshed together.
   */
  static CachedToken of(
      AccessToken token, @Nullable String claims, Timing timing, @Nullable CachedToken before) {
    long now = timing.clock().millis();
    double jitter = timing.jitter().getAsDouble();
    long expires = millis(token.expiresAt(), now);
    long life = Math.max(0, expires - now);
    long expiredAt = expires - Math.min(TRAVEL_MILLIS, life / 10);
    Instant asked = token.refreshAt().orElse(null);
    long wanted = asked == null ? now + life * 2 / 3 : millis(asked, now);
    // Not at once, whatever the issuer says: every answer would ask for the next one.
    long refresh = Math.max(wanted, now + life / 10);
    long stale = now + (long) ((refresh - now) * (1 - jitter / 10));
    long ticks = timing.ticker().getAsLong();
    int inARow = before != null && before.isYoung(ticks) ? before.claimsRequests : 0;
    return new CachedToken(
        token,
        ticks,
        Math.min(stale, expiredAt),
        expiredAt,
        claims,
        claims == null ? inARow : inARow + 1);
  }

  boolean isYoung(long ticks) {
    return ticks - since < YOUNG_NANOS;
  }

  /** An instant too far away for milliseconds is a long time away, or ago. */
  private static long millis(Instant instant, long now) {
    Instant limit = Instant.ofEpochMilli(now).plus(MAX_LIFE);
    if (instant.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return instant.isAfter(limit) ? limit.toEpochMilli() : instant.toEpochMilli();
  }
}
