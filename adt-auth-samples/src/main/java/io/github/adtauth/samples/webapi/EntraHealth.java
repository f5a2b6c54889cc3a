package io.github.adtauth.samples.webapi;

import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Tells how many users can go on should Entra fail now, and whether it does. */
@Component
class EntraHealth implements HealthIndicator {
  private final OnBehalfOf onBehalfOf;

  EntraHealth(OnBehalfOf onBehalfOf) {
    this.onBehalfOf = onBehalfOf;
  }

  @Override
  public Health health() {
    OnBehalfOfHealth now = onBehalfOf.health();
    Health.Builder health = (now.isUp() ? Health.up() : Health.status("DEGRADED"));
    health.withDetail("usersCovered", now.usersWithTokens());
    if (now.latestExpiry() != null) {
      health.withDetail("until", now.latestExpiry());
    }
    if (now.tokenServiceFailure() != null) {
      health.withDetail("tokenService", now.tokenServiceFailure());
    }
    if (now.storeFailure() != null) {
      health.withDetail("store", now.storeFailure());
    }
    return health.build();
  }
}
