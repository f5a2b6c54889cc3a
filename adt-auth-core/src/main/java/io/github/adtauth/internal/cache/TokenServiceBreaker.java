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
 * Leaves a token service alone that is down or throttles the client: requests are rejected at once
 * meanwhile. One principal's trouble is not an outage: a wait that the service imposes on one
 * principal holds for all requests of that principal, and does not hold up the others for more than
 * a second. The guard stands right around the request to the service, so that a hit in a store is
 * neither rejected nor taken for a sign of how the service is. Thread-safe; one for each {@link
 * TokenCache}.
 */
public final class TokenServiceBreaker {
  private final TokenServiceHealth health;

  TokenServiceBreaker(TokenServiceHealth health) {
    this.health = health;
  }

  /**
   * One question to the token service.
   *
   * @param <T> the answer
   */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks and waits for the answer. */
    T ask() throws IOException;
  }

  /**
   * Asks, unless the service is left alone.
   *
   * @param principal whom the request is for, compared by {@code equals}: all tokens and sessions
   *     of one user are one principal
   * @throws UnavailableException if it is left alone
   * @throws IOException what the question throws, as any other exception
   */
  public <T> T call(Object principal, Question<T> question) throws IOException {
    Objects.requireNonNull(principal, "principal");
    @Nullable Probe probe = health.acquire(principal);
    try {
      T answer = question.ask();
      health.recordSuccess();
      return answer;
    } catch (AdtException e) {
      if (isTheAuthoritys(e)) {
        health.recordFailure(principal, e, probe);
      }
      throw e;
    } finally {
      health.release(probe);
    }
  }

  /** Returns the rejection by the circuit breaker, with the reason why it is open and its fix. */
  static UnavailableException leftAlone(AdtException failure, Duration remaining) {
    AdtException reason = originalReason(failure);
    return new UnavailableException(
        ErrorDetails.of(reason.reason())
            .and(
                "This happened a moment ago; the token service is not called again for another "
                    + Math.max(1, remaining.toSeconds())
                    + " s.")
            .fix(reason.fix().orElse(null))
            .status(failure.status())
            .errorCode(reason.errorCode().orElse(null))
            .correlationId(failure.correlationId().orElse(null))
            .retryAfter(remaining)
            .cause(failure));
  }

  /** A rejection that is remembered itself has the failure that it is for as its cause. */
  private static AdtException originalReason(AdtException failure) {
    AdtException reason = failure;
    while (reason.getCause() instanceof UnavailableException e) {
      reason = e;
    }
    return reason;
  }

  /** What was refused here, before anybody was asked, says nothing of the token service. */
  private static boolean isTheAuthoritys(AdtException e) {
    return e.isRetryable() && (e.status() != 0 || e.getCause() instanceof IOException);
  }
}
