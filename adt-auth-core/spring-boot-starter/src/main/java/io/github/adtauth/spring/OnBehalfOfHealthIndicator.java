package io.github.adtauth.spring;

import io.github.adtauth.Timing;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports whether the token service and the store work, and how many users have a token that
 * outlasts an outage. The result is reused for five seconds, because it requires a scan of all
 * tokens. Thread-safe.
 */
final class OnBehalfOfHealthIndicator implements HealthIndicator {
  static final Status DEGRADED =
      new Status("DEGRADED", "The token service or the store does not respond.");

  private static final Duration REUSE = Duration.ofSeconds(5);

  private final OnBehalfOf onBehalfOf;
  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Health latest;
  private long scannedAt;

  OnBehalfOfHealthIndicator(OnBehalfOf onBehalfOf, Timing timing) {
    this.onBehalfOf = onBehalfOf;
    this.timing = timing;
  }

  @Override
  public Health health() {
    lock.lock();
    try {
      Health current = latest;
      if (current == null || timing.ticker().getAsLong() - scannedAt >= REUSE.toNanos()) {
        current = scan();
        latest = current;
        scannedAt = timing.ticker().getAsLong();
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private Health scan() {
    OnBehalfOfHealth health = onBehalfOf.health();
    Health.Builder builder =
        Health.status(health.isUp() ? Status.UP : DEGRADED)
            .withDetail("usersCovered", health.usersWithTokens());
    add(builder, "earliestExpiry", health.earliestExpiry());
    add(builder, "latestExpiry", health.latestExpiry());
    add(builder, "tokenService", health.tokenServiceFailure());
    add(builder, "store", health.storeFailure());
    return builder.build();
  }

  private static void add(Health.Builder builder, String name, @Nullable Instant value) {
    if (value != null) {
      builder.withDetail(name, value);
    }
  }

  private static void add(
      Health.Builder builder, String name, OnBehalfOfHealth.@Nullable Failure failure) {
    if (failure != null) {
      builder.withDetail(name, failure);
    }
  }
}
