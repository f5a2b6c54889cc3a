package io.github.adtauth.internal.onbehalfof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.adtauth.Timing;
import io.github.adtauth.onbehalfof.UserId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A {@link TokenBucket} for each user, bounded by number and idle time. Thread-safe. */
final class UserTokenBuckets {
  private final Cache<UserId, TokenBucket> buckets;
  private final int burst;
  private final Duration interval;
  private final Timing timing;

  /**
   * @param idleTime the time after which an unused bucket is dropped; a bucket must be full by then
   */
  UserTokenBuckets(int burst, Duration interval, int maxUsers, Duration idleTime, Timing timing) {
    this.burst = burst;
    this.interval = interval;
    this.timing = timing;
    buckets =
        Caffeine.newBuilder()
            .maximumSize(maxUsers)
            .expireAfterAccess(idleTime)
            .ticker(timing.ticker()::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /** Returns the bucket of the user, or null if the user has a full one. */
  @Nullable TokenBucket getIfPresent(UserId user) {
    return buckets.getIfPresent(user);
  }

  /** Returns the bucket of the user. */
  TokenBucket get(UserId user) {
    return buckets.asMap().computeIfAbsent(user, id -> new TokenBucket(burst, interval, timing));
  }
}
