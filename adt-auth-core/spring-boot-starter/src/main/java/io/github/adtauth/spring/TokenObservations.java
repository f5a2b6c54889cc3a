package io.github.adtauth.spring;

import io.github.adtauth.AuthListener;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Observes token requests as {@code adt.auth.token}, as children of the observation of the caller.
 * The keys are {@code principal}, the kind of principal, and {@code outcome}. Thread-safe.
 */
final class TokenObservations implements AuthListener {
  private static final String NAME = "adt.auth.token";
  private static final String NONE = "none";

  private final ObservationRegistry registry;

  TokenObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  /** Returns a task that observes the given one. Must be called on the thread of the caller. */
  Runnable observe(Runnable task) {
    Observation observation =
        Observation.createNotStarted(NAME, registry)
            .contextualName("adt token request")
            .lowCardinalityKeyValue("principal", NONE)
            .lowCardinalityKeyValue("outcome", "unknown");
    Observation parent = registry.getCurrentObservation();
    if (parent != null) {
      observation.parentObservation(parent);
    }
    return () -> observation.observe(task);
  }

  /** Called on the thread of the token request, during its observation. */
  @Override
  public void tokenAcquired(String principal, Duration duration, Instant expiresAt) {
    record(principal, "success");
  }

  @Override
  public void tokenFailed(String principal, Duration duration, Throwable failure) {
    Observation observation = record(principal, "error");
    if (observation != null) {
      observation.error(failure);
    }
  }

  private @Nullable Observation record(String principal, String outcome) {
    Observation current = registry.getCurrentObservation();
    if (current == null || !NAME.equals(current.getContext().getName())) {
      return null;
    }
    int space = principal.indexOf(' ');
    return current
        .lowCardinalityKeyValue(
            KeyValue.of("principal", space < 0 ? principal : principal.substring(0, space)))
        .lowCardinalityKeyValue("outcome", outcome);
  }
}
