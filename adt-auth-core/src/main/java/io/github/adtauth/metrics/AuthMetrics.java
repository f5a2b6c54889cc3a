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
 *       {@code success} or {@code error}, {@code exception} is the type of exception or {@code
 *       none}
 *   <li>{@code adt.auth.token.evictions} (counter): tokens that the resource rejected
 *   <li>{@code adt.auth.challenges} (counter): 401 responses, by {@code host}; {@code claims} is
 *       {@code true} or {@code false}
 *   <li>{@code adt.auth.store.faults} (counter): store failures, by {@code operation}
 *   <li>{@code adt.auth.credential.reloads} (counter): reloads of a credential file
 *   <li>{@code adt.auth.retries} (counter): retried calls, by {@code host} and {@code reason}
 *   <li>{@code adt.auth.certificate.expiry} (gauge, seconds): the time until the certificate that
 *       expires first expires, negative afterwards; NaN until a certificate has been used
 * </ul>
 *
 * <p>All meters are registered at creation, so that dashboards show zeros. Until the first event, a
 * tag whose values are not known yet has the value {@code none}. The {@code principal} tag is only
 * the kind of principal, such as {@code user}, because a value per user would create a meter per
 * user. Thread-safe.
 */
public final class AuthMetrics implements AuthListener {
  private static final String NONE_VALUE = "none";

  private final MeterRegistry registry;
  private final CertificateExpiry certificateExpiry = new CertificateExpiry();
  private final Map<String, Meter> placeholders = new ConcurrentHashMap<>();

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
    placeholders.put("fresh", served(NONE_VALUE, false));
    placeholders.put("stale", served(NONE_VALUE, true));
    placeholders.put("success", requests(NONE_VALUE, "success", NONE_VALUE));
    placeholders.put("error", requests(NONE_VALUE, "error", NONE_VALUE));
    placeholders.put("evictions", evictions(NONE_VALUE));
    placeholders.put("claims", challenges(NONE_VALUE, true));
    placeholders.put("no claims", challenges(NONE_VALUE, false));
    placeholders.put("retries", retries(NONE_VALUE, NONE_VALUE));
    Counter unusedReloads = reloads();
    for (String operation : new String[] {"read", "write", "remove"}) {
      Counter unusedFailures = storeFailures(operation);
    }
    certificateExpiry.register(registry);
  }

  /** Unregisters the zero-valued placeholder of a meter, before its first event is recorded. */
  private void removePlaceholder(String key) {
    Meter placeholder = placeholders.remove(key);
    if (placeholder != null) {
      Meter unused = registry.remove(placeholder);
    }
  }

  @Override
  public void tokenServed(String principal, boolean stale) {
    removePlaceholder(stale ? "stale" : "fresh");
    served(kind(principal), stale).increment();
  }

  @Override
  public void tokenAcquired(String principal, Duration duration, Instant expiresAt) {
    removePlaceholder("success");
    requests(kind(principal), "success", NONE_VALUE).record(duration);
  }

  @Override
  public void tokenFailed(String principal, Duration duration, Throwable failure) {
    removePlaceholder("error");
    requests(kind(principal), "error", exceptionName(failure)).record(duration);
  }

  @Override
  public void tokenEvicted(String principal) {
    removePlaceholder("evictions");
    evictions(kind(principal)).increment();
  }

  @Override
  public void challengeReceived(String host, boolean claims) {
    removePlaceholder(claims ? "claims" : "no claims");
    challenges(host, claims).increment();
  }

  @Override
  public void retrying(String host, int attempt, Duration delay, String reason) {
    removePlaceholder("retries");
    retries(host, reason).increment();
  }

  @Override
  public void credentialReloaded(String credential) {
    reloads().increment();
  }

  @Override
  public void certificateUsed(String credential, Instant notAfter) {
    certificateExpiry.record(credential, notAfter);
  }

  @Override
  public void storeFailed(String operation, Throwable failure) {
    storeFailures(operation).increment();
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

  private Counter storeFailures(String operation) {
    return registry.counter("adt.auth.store.faults", "operation", operation);
  }

  private static String exceptionName(Throwable failure) {
    return failure instanceof AdtException ? failure.getClass().getSimpleName() : "other";
  }

  /** Returns the kind of a principal, which is the first word of its description. */
  private static String kind(String principal) {
    int space = principal.indexOf(' ');
    return space < 0 ? principal : principal.substring(0, space);
  }
}
