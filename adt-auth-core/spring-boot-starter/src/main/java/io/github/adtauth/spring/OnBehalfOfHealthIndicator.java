package io.github.adtauth.spring;

import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports whether the token service and the store work, and how many users have a token that
 * outlasts an outage. Thread-safe.
 */
final class OnBehalfOfHealthIndicator implements HealthIndicator {
  static final Status DEGRADED =
      new Status("DEGRADED", "The token service or the store does not respond.");

  private final OnBehalfOf onBehalfOf;

  OnBehalfOfHealthIndicator(OnBehalfOf onBehalfOf) {
    this.onBehalfOf = onBehalfOf;
  }

  @Override
  public Health health() {
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
