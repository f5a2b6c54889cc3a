package io.github.adtauth.metrics;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Counts and times what happens to tokens and calls:
 *
 * <ul>
 *   <li>{@code adt.auth.token.served} (counter): tokens out of the cache; {@code freshness} is
 *       {@code fresh} or {@code stale}
 *   <li>{@code adt.auth.token.requests} (timer): requests to the token service; {@code outcome} is
 *       {@code success} or {@code error}, {@code exception} the type of the error or {@code none}
 *   <li>{@code adt.auth.token.evictions} (counter): tokens that the resource rejected
 *   <li>{@code adt.auth.challenges} (counter): 401 answers, {@code claims} true or false
 *   <li>{@code adt.auth.store.faults} (counter): a store that failed, by {@code operation}
 *   <li>{@code adt.auth.credential.reloads} (counter): files of a credential that were read again
 *   <li>{@code adt.auth.retries} (counter): repeated calls, by {@code reason}
 * </ul>
 *
 * <p>{@code principal} is its kind only, such as {@code user}: a tag for each user would be a meter
 * for each user. Thread-safe; share it; nothing to close.
 */
public final class AuthMetrics implements AuthListener {
  private final MeterRegistry registry;

  private AuthMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Returns a listener that keeps its meters in this registry. */
  @SuppressWarnings("exports") // required transitively, an optional module were every consumer's
  public static AuthMetrics in(MeterRegistry registry) {
    return new AuthMetrics(Objects.requireNonNull(registry, "registry"));
  }

  @Override
  public void tokenServed(String principal, boolean stale) {
    registry
        .counter(
            "adt.auth.token.served",
            Tags.of("principal", kind(principal), "freshness", stale ? "stale" : "fresh"))
        .increment();
  }

  @Override
  public void tokenAcquired(String principal, Duration took, Instant expiresAt) {
    requested(principal, took, "success", "none");
  }

  @Override
  public void tokenRefused(String principal, Duration took, Throwable failure) {
    boolean ours = failure instanceof AdtException;
    requested(principal, took, "error", ours ? failure.getClass().getSimpleName() : "other");
  }

  @Override
  public void tokenEvicted(String principal) {
    registry.counter("adt.auth.token.evictions", "principal", kind(principal)).increment();
  }

  @Override
  public void challenged(String host, boolean claims) {
    registry
        .counter("adt.auth.challenges", "host", host, "claims", String.valueOf(claims))
        .increment();
  }

  @Override
  public void retrying(String host, int attempt, Duration wait, String reason) {
    registry.counter("adt.auth.retries", "host", host, "reason", reason).increment();
  }

  @Override
  public void credentialReloaded(String credential) {
    registry.counter("adt.auth.credential.reloads").increment();
  }

  @Override
  public void storeFault(String operation, Throwable fault) {
    registry.counter("adt.auth.store.faults", "operation", operation).increment();
  }

  private void requested(String principal, Duration took, String outcome, String exception) {
    registry
        .timer(
            "adt.auth.token.requests",
            Tags.of("principal", kind(principal), "outcome", outcome, "exception", exception))
        .record(took);
  }

  private static String kind(String principal) {
    int space = principal.indexOf(' ');
    return space < 0 ? principal : principal.substring(0, space);
  }
}
