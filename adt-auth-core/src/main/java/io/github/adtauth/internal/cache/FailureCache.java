package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.error.ErrorInternals;
import java.time.Duration;

/**
 * The latest failure of an entry's token requests, with the claims of that request and the back-off
 * until the next one. Thread-safe.
 */
final class FailureCache {
  /** The approximate weight of an exception and its stack trace, without the claims it quotes. */
  private static final int EXCEPTION_WEIGHT = 4 << 10;

  private final Timing timing;
  private final Backoff backoff;
  private volatile String claims = InFlightRequests.NO_CLAIMS;
  private volatile boolean throttled;
  private volatile boolean claimsRejected;
  private volatile long claimsRejectedAt;
  private volatile int weight = EXCEPTION_WEIGHT;

  FailureCache(Timing timing) {
    this.timing = timing;
    backoff = new Backoff(timing);
  }

  /** Adds a failure of a request with the given claims, which may be empty. */
  void add(String requestedClaims, Throwable failure, TokenServiceHealth health) {
    claims = requestedClaims;
    if (!requestedClaims.isEmpty()
        && failure instanceof AdtException e
        && !e.isRetryable()
        && !(e instanceof CallCanceledException)) {
      claimsRejectedAt = timing.ticker().getAsLong();
      claimsRejected = true;
    }
    weight = EXCEPTION_WEIGHT + requestedClaims.length() + claimsLength(failure);
    Duration retryAfter = failure instanceof AdtException e ? e.retryAfter().orElse(null) : null;
    if (retryAfter != null && health.isRejection(failure)) {
      throttled = false;
      backoff.backOffFor(failure, retryAfter);
    } else {
      throttled = retryAfter != null && !retryAfter.isZero();
      backoff.recordFailure(failure, retryAfter);
    }
  }

  private static int claimsLength(Throwable failure) {
    return failure instanceof InteractionRequiredException e
        ? e.claims().map(String::length).orElse(0)
        : 0;
  }

  /** Returns whether the token service rejected a request with claims within this time. */
  boolean hasRejectedClaimsWithin(long nanos) {
    return claimsRejected && timing.ticker().getAsLong() - claimsRejectedAt < nanos;
  }

  boolean isBackingOff() {
    return backoff.activeFailure() != null;
  }

  /**
   * Throws the cached exception if it applies to a request with the given claims. If the service
   * was down, it applies to all claims. If the service throttled the principal, it applies to all
   * requests.
   *
   * @throws AdtException if the exception applies and the back-off has not ended
   */
  void throwIfCached(String requestedClaims) {
    if (backoff.activeFailure() instanceof AdtException failure
        && appliesTo(requestedClaims, failure)) {
      throw failure.isRetryable()
          ? TokenServiceBreaker.openException(failure, backoff.remaining())
          : ErrorInternals.instance().forThisCaller(failure);
    }
  }

  private boolean appliesTo(String requestedClaims, AdtException failure) {
    return throttled
        || requestedClaims.equals(claims)
        || (failure.isRetryable() && !requestedClaims.isEmpty() && !claims.isEmpty());
  }

  /** Returns the approximate number of bytes. */
  int weight() {
    return weight;
  }
}
