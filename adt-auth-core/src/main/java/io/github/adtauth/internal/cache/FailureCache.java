package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import java.time.Duration;

/**
 * What a slot remembers of the requests that failed in a row: which claims were asked for, why it
 * failed, and how long to leave the source alone. Thread-safe.
 */
final class FailureCache {
  /** What an exception with its stack takes, about, beside the claims that it may quote. */
  private static final int WEIGHT = 4 << 10;

  private final Timing timing;
  private final Backoff backoff;
  private volatile String claims = InFlightRequests.NO_CLAIMS;
  private volatile boolean throttled;
  private volatile boolean claimsRejected;
  private volatile long claimsRejectedAt;
  private volatile int weight = WEIGHT;

  FailureCache(Timing timing) {
    this.timing = timing;
    backoff = new Backoff(timing);
  }

  void failed(String asked, Throwable failure, TokenServiceHealth authority) {
    claims = asked;
    if (!asked.isEmpty()
        && failure instanceof AdtException e
        && !e.isRetryable()
        && !(e instanceof CallCanceledException)) {
      claimsRejectedAt = timing.ticker().getAsLong();
      claimsRejected = true;
    }
    weight = WEIGHT + asked.length() + demandLength(failure);
    Duration wait = failure instanceof AdtException e ? e.retryAfter().orElse(null) : null;
    if (wait != null && authority.isRejection(failure)) {
      throttled = false;
      backoff.pause(failure, wait);
    } else {
      throttled = wait != null && !wait.isZero();
      backoff.failed(failure, wait);
    }
  }

  private static int demandLength(Throwable failure) {
    return failure instanceof InteractionRequiredException demand
        ? demand.claims().map(String::length).orElse(0)
        : 0;
  }

  /** Returns whether the token service rejected a request with claims within this time. */
  boolean rejectedClaimsWithin(long nanos) {
    return claimsRejected && timing.ticker().getAsLong() - claimsRejectedAt < nanos;
  }

  boolean isBackingOff() {
    return backoff.active() != null;
  }

  /**
   * Refuses who asks for what failed a moment ago. Other claims are the same where the service was
   * down, and everything is where it imposed a wait on the principal.
   *
   * @throws AdtException if it did
   */
  void throwIfCached(String asked) {
    if (backoff.active() instanceof AdtException failure && concerns(asked, failure)) {
      throw failure.isRetryable()
          ? TokenServiceBreaker.leftAlone(failure, backoff.remaining())
          : failure.forThisCaller();
    }
  }

  private boolean concerns(String asked, AdtException failure) {
    return throttled
        || asked.equals(claims)
        || (failure.isRetryable() && !asked.isEmpty() && !claims.isEmpty());
  }

  /** Returns about how many bytes it keeps. */
  int weight() {
    return weight;
  }
}
