package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.cache.ProbeGate.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for the token service. While the service is down or throttles the client,
 * requests are rejected without being sent. {@link TokenServiceHealth} describes when it opens and
 * how it distinguishes an outage from the failures of one principal.
 *
 * <p>It wraps only the request to the service, so a hit in a store is neither rejected nor does it
 * affect the state. Thread-safe; there is one for each {@link TokenCache}.
 */
public final class TokenServiceBreaker {
  private final TokenServiceHealth health;

  TokenServiceBreaker(TokenServiceHealth health) {
    this.health = health;
  }

  /**
   * A request to the token service.
   *
   * @param <T> the type of the response
   */
  @FunctionalInterface
  public interface ServiceRequest<T> {
    /** Sends the request and returns the response. */
    T send() throws IOException;
  }

  /**
   * Sends a request, unless the circuit breaker is open. Throws whatever the request throws.
   *
   * @param principal the principal of the request, compared by {@code equals}. All tokens and
   *     sessions of one user are one principal.
   * @throws UnavailableException if the circuit breaker is open
   * @throws IOException if the request throws it
   */
  public <T> T call(Object principal, ServiceRequest<T> request) throws IOException {
    Objects.requireNonNull(principal, "principal");
    @Nullable Probe probe = health.acquire(principal);
    try {
      T response = request.send();
      health.recordSuccess();
      return response;
    } catch (AdtException e) {
      if (isServiceFailure(e)) {
        health.recordFailure(principal, e, probe);
      }
      throw e;
    } finally {
      health.release(probe);
    }
  }

  /** Returns the exception for an open circuit breaker, with the original reason and its fix. */
  static UnavailableException openException(AdtException failure, Duration remaining) {
    AdtException reason = originalReason(failure);
    return new UnavailableException(
        ErrorDetails.of(reason.reason())
            .and(
                "This happened a moment ago. Requests to the token service are suspended for"
                    + " another "
                    + Math.max(1, remaining.toSeconds())
                    + " s.")
            .fix(reason.fix().orElse(null))
            .status(failure.status())
            .errorCode(reason.errorCode().orElse(null))
            .correlationId(failure.correlationId().orElse(null))
            .retryAfter(remaining)
            .cause(failure));
  }

  /** Follows the causes, because a cached exception may be one of an open circuit breaker. */
  private static AdtException originalReason(AdtException failure) {
    AdtException reason = failure;
    while (reason.getCause() instanceof UnavailableException e) {
      reason = e;
    }
    return reason;
  }

  /** A request that was rejected locally says nothing about the state of the service. */
  private static boolean isServiceFailure(AdtException e) {
    return e.isRetryable() && (e.status() != 0 || e.getCause() instanceof IOException);
  }
}
