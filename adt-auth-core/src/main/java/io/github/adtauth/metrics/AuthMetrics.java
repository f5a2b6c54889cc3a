package io.github.adtauth.metrics;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records token and call events as Micrometer meters:
 *
 * <ul>
 *   <li>{@code adt.auth.token.served} (counter): tokens served from the cache; {@code freshness} is
 *       {@code fresh} or {@code stale}
 *   <li>{@code adt.auth.token.requests} (timer): requests to the token service; {@code outcome} is
 *       {@code success} or {@code error}, {@code exception} the type of the error or {@code none}
 *   <li>{@code adt.auth.token.evictions} (counter): tokens that the resource rejected
 *   <li>{@code adt.auth.challenges} (counter): 401 responses, by {@code host}; {@code claims} is
 *       {@code true} or {@code false}
 *   <li>{@code adt.auth.store.faults} (counter): store failures, by {@code operation}
 *   <li>{@code adt.auth.credential.reloads} (counter): credentials that were reloaded
 *   <li>{@code adt.auth.retries} (counter): retried calls, by {@code host} and {@code reason}
 *   <li>{@code adt.auth.certificate.expiry} (gauge, seconds): the time until the certificate that
 *       expires first expires, negative afterwards; NaN until a certificate has been used
 * </ul>
 *
 * <p>All meters exist from the start, so that a dashboard shows zeros. Until the first event, a tag
 * with unknown values has the value {@code none}. {@code principal} is only the kind of principal,
 * such as {@code user}, because a tag per user would create a meter per user. Thread-safe.
 */
public final class AuthMetrics implements AuthListener {
  private static final String NONE_VALUE = "none";

  private final MeterRegistry registry;
  private final CertificateExpiry certificates = new CertificateExpiry();
  private final Map<String, Meter> zeros = new ConcurrentHashMap<>();

  private AuthMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Registers the meters with a registry, and returns the listener that records them.
   *
   * @throws IllegalArgumentException if the registry has other meters of these names
   */
  @SuppressWarnings(
      "exports") // "requires transitive" would force the optional module on every consumer
  public static AuthMetrics create(MeterRegistry registry) {
    AuthMetrics metrics = new AuthMetrics(Objects.requireNonNull(registry, "registry"));
    metrics.register();
    return metrics;
  }

  private void register() {
    zeros.put("fresh", served(NONE_VALUE, false));
    zeros.put("stale", served(NONE_VALUE, true));
    zeros.put("success", requests(NONE_VALUE, "success", NONE_VALUE));
    zeros.put("error", requests(NONE_VALUE, "error", NONE_VALUE));
    zeros.put("evictions", evictions(NONE_VALUE));
    zeros.put("claims", challenges(NONE_VALUE, true));
    zeros.put("no claims", challenges(NONE_VALUE, false));
    zeros.put("retries", retries(NONE_VALUE, NONE_VALUE));
    Counter unusedReloads = reloads();
    for (String operation : new String[] {"read", "write", "remove"}) {
      Counter unusedFaults = storeFaults(operation);
    }
    certificates.register(registry);
  }

  /** Removes the placeholder of a series when the first real series takes its place. */
  private void replaceZero(String series) {
    Meter zero = zeros.remove(series);
    if (zero != null) {
      Meter unused = registry.remove(zero);
    }
  }

  @Override
  public void tokenServed(String principal, boolean stale) {
    replaceZero(stale ? "stale" : "fresh");
    served(kind(principal), stale).increment();
  }

  @Override
  public void tokenAcquired(String principal, Duration duration, Instant expiresAt) {
    replaceZero("success");
    requests(kind(principal), "success", NONE_VALUE).record(duration);
  }

  @Override
  public void tokenFailed(String principal, Duration duration, Throwable failure) {
    replaceZero("error");
    boolean isLibraryException = failure instanceof AdtException;
    requests(
            kind(principal),
            "error",
            isLibraryException ? failure.getClass().getSimpleName() : "other")
        .record(duration);
  }

  @Override
  public void tokenEvicted(String principal) {
    replaceZero("evictions");
    evictions(kind(principal)).increment();
  }

  @Override
  public void challengeReceived(String host, boolean claims) {
    replaceZero(claims ? "claims" : "no claims");
    challenges(host, claims).increment();
  }

  @Override
  public void retrying(String host, int attempt, Duration delay, String reason) {
    replaceZero("retries");
    retries(host, reason).increment();
  }

  @Override
  public void credentialReloaded(String credential) {
    reloads().increment();
  }

  @Override
  public void certificateUsed(String credential, Instant notAfter) {
    certificates.record(credential, notAfter);
  }

  @Override
  public void storeFailed(String operation, Throwable failure) {
    storeFaults(operation).increment();
  }

  private Counter served(String kind, boolean stale) {
    return registry.counter(
        "adt.auth.token.served",
        Tags.of("principal", kind, "freshness", stale ? "stale" : "fresh"));
  }

  private Timer requests(String kind, String outcome, String exception) {
    return registry.timer(
        "adt.auth.token.requests",
        Tags.of("principal", kind, "outcome", outcome, "exception", exception));
  }

  private Counter evictions(String kind) {
    return registry.counter("adt.auth.token.evictions", "principal", kind);
  }

  private Counter challenges(String host, boolean claims) {
    return registry.counter("adt.auth.challenges", "host", host, "claims", String.valueOf(claims));
  }

  private Counter retries(String host, String reason) {
    return registry.counter("adt.auth.retries", "host", host, "reason", reason);
  }

  private Counter reloads() {
    return registry.counter("adt.auth.credential.reloads");
  }

  private Counter storeFaults(String operation) {
    return registry.counter("adt.auth.store.faults", "operation", operation);
  }

  private static String kind(String principal) {
    int space = principal.indexOf(' ');
    return space < 0 ? principal : principal.substring(0, space);
  }
}
