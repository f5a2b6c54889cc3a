package io.github.adtauth.token;

import io.github.adtauth.AdtException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import java.time.Duration;

/**
 * What a slot remembers of the requests that failed in a row: which claims were asked for, why it
 * failed, and how long to leave the source alone. Thread-safe.
 */
final class FailureMemory {
  /** What an exception with its stack takes, about, beside the claims that it may quote. */
  private static final int WEIGHT = 4 << 10;

  private final Backoff backoff;
  private volatile String claims = Flights.NO_CLAIMS;
  private volatile boolean throttled;
  private volatile int weight = WEIGHT;

  FailureMemory(Timing timing) {
    backoff = new Backoff(timing);
  }

  void failed(String asked, Throwable failure, AuthorityHealth authority) {
    claims = asked;
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

  boolean isBackingOff() {
    return backoff.active() != null;
  }

  /**
   * Refuses who asks for what failed a moment ago; where the service imposed a wait on the
   * principal, whatever the claims are.
   *
   * @throws AdtException if it did
   */
  void refuse(String asked) {
    if ((throttled || asked.equals(claims)) && backoff.active() instanceof AdtException failure) {
      throw failure.retryable()
          ? AuthorityGuard.leftAlone(failure, backoff.remaining())
          : failure.forThisCaller();
    }
  }

  /** Returns about how many bytes it keeps. */
  int weight() {
    return weight;
  }
}
