package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.cache.ProbeGate.Probe;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of the circuit breaker of a token service. It distinguishes an outage from the failures
 * of one principal. Thread-safe.
 *
 * <p><b>Throttled principals.</b> A wait that the service imposes on one principal ({@code
 * Retry-After}) applies to all requests of that principal, and to no other principal. A request
 * that is rejected because of it does not change the states below.
 *
 * <p><b>Closed.</b> When a principal is throttled for the first time, all principals wait for a
 * second. A failure without {@code Retry-After} counts once for each principal.
 *
 * <p><b>Open.</b> The circuit breaker opens after a second principal was throttled within the wait
 * of the first, or after three principals failed, without a success in between. Requests then fail
 * fast. The wait is an exponential back-off and does not depend on {@code Retry-After}.
 *
 * <p><b>Half-open.</b> When the wait is over, one request at a time probes the service. A success
 * closes the circuit breaker; a failure opens it again, for longer. Each principal gets that probe
 * once. Principals that have failed or were throttled use a separate gate, so that they can neither
 * take the probe from the others nor make the others wait longer.
 */
final class TokenServiceHealth {
  private static final int MAX_FAILED_PRINCIPALS = 3;
  private static final int MAX_SUSPECTS = 1_000;
  private static final Duration BRIEF_WAIT = Duration.ofSeconds(1);

  private final Timing timing;
  private final ThrottledPrincipals throttled;
  private final ProbeGate probes;
  private final ProbeGate suspectProbes;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Object> failedPrincipals = new HashSet<>();
  private final Map<Object, Long> nextProbeBySuspect = new LinkedHashMap<>();
  private @Nullable Object lastThrottled; // since the last success
  private volatile boolean suspect;
  private volatile boolean tripped;

  TokenServiceHealth(Timing timing) {
    this.timing = timing;
    throttled = new ThrottledPrincipals(timing);
    probes = new ProbeGate(timing);
    suspectProbes = new ProbeGate(timing);
    backoff = probes.backoff();
  }

  /** Returns whether a request would be rejected now, whatever its principal. */
  boolean isOpen() {
    if (backoff.activeFailure() != null) {
      return true;
    }
    if (!tripped) {
      return false;
    }
    lock.lock();
    try {
      return probes.isProbeInFlight();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets a request pass or rejects it.
   *
   * @param principal identified by {@code equals}
   * @return the probe to {@link #release}, or null if the request is not a probe
   * @throws UnavailableException if the request must not be sent
   */
  @Nullable Probe acquire(Object principal) {
    throttled.rejectIfThrottled(principal);
    if (backoff.activeFailure() instanceof AdtException failure) {
      throw TokenServiceBreaker.openException(failure, backoff.remaining());
    }
    return tripped ? acquireProbe(principal) : null;
  }

  private @Nullable Probe acquireProbe(Object principal) {
    lock.lock();
    try {
      if (!tripped) {
        return null;
      }
      long now = now();
      Long nextProbe = nextProbeBySuspect.get(principal);
      boolean isSuspect = nextProbe != null || throttled.isRemembered(principal);
      ProbeGate gate = isSuspect ? suspectProbes : probes;
      Duration wait = gate.timeUntilProbe();
      if (nextProbe != null && nextProbe - now > wait.toNanos()) {
        wait = Duration.ofNanos(nextProbe - now);
      }
      if (!wait.isZero() && backoff.lastFailure() instanceof AdtException failure) {
        throw TokenServiceBreaker.openException(failure, wait);
      }
      addSuspect(principal, BRIEF_WAIT);
      return gate.start();
    } finally {
      lock.unlock();
    }
  }

  /** Doubles the wait of the others, so that another principal gets the next probe. */
  private void addSuspect(Object principal, Duration waitOfOthers) {
    nextProbeBySuspect.remove(principal); // to reinsert it as the latest
    if (nextProbeBySuspect.size() >= MAX_SUSPECTS) {
      Object eldest = nextProbeBySuspect.keySet().iterator().next();
      nextProbeBySuspect.remove(eldest);
    }
    nextProbeBySuspect.put(principal, now() + 2 * waitOfOthers.toNanos());
  }

  /** Lets another request probe the service, if the circuit breaker is still half-open. */
  void release(@Nullable Probe probe) {
    if (probe != null) {
      lock.lock();
      try {
        probe.release();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Returns whether a failure is a rejection by this circuit breaker. */
  boolean isRejection(Throwable failure) {
    Throwable reason = failure.getCause();
    return reason != null && (reason == backoff.lastFailure() || throttled.isReason(reason));
  }

  void recordSuccess() {
    if (suspect) {
      lock.lock();
      try {
        suspect = false;
        tripped = false;
        lastThrottled = null;
        failedPrincipals.clear();
        nextProbeBySuspect.clear();
        probes.reset();
        suspectProbes.reset();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Records that the service failed or throttled a principal.
   *
   * @param principal identified by {@code equals}
   * @param probe the probe that {@link #acquire} returned, or null
   */
  void recordFailure(Object principal, AdtException failure, @Nullable Probe probe) {
    Duration retryAfter = failure.retryAfter().orElse(Duration.ZERO);
    lock.lock();
    try {
      boolean isRepeated = throttled.isRemembered(principal);
      if (!retryAfter.isZero()) {
        throttled.add(principal, failure, Backoff.toBoundedNanos(retryAfter));
      }
      if (tripped) {
        recordFailedProbe(principal, failure, probe);
      } else if (retryAfter.isZero()) {
        recordFailed(principal, failure);
      } else if (!isRepeated) {
        recordThrottled(principal, failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private void recordFailedProbe(Object principal, AdtException failure, @Nullable Probe probe) {
    if (probe != null) {
      addSuspect(principal, probe.fail(failure));
    } else if (!nextProbeBySuspect.containsKey(principal)) {
      addSuspect(principal, Duration.ZERO); // its request was sent before the breaker opened
    }
  }

  private void recordFailed(Object principal, AdtException failure) {
    suspect = true;
    failedPrincipals.add(principal);
    if (failedPrincipals.size() >= MAX_FAILED_PRINCIPALS) {
      trip(failure);
    }
  }

  private void recordThrottled(Object principal, AdtException failure) {
    suspect = true;
    boolean isSecond = lastThrottled != null && throttled.isWaiting(lastThrottled);
    lastThrottled = principal;
    if (isSecond) {
      trip(failure);
    } else if (backoff.activeFailure() == null) {
      backoff.backOffFor(failure, BRIEF_WAIT);
    }
  }

  private void trip(AdtException failure) {
    tripped = true;
    for (Object principal : failedPrincipals) {
      addSuspect(principal, Duration.ZERO);
    }
    failedPrincipals.clear();
    backoff.recordFailure(failure, null);
  }

  private long now() {
    return timing.ticker().getAsLong();
  }
}
