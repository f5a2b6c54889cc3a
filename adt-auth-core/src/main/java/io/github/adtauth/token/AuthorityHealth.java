package io.github.adtauth.token;

import io.github.adtauth.AdtException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of a token service, which tells one principal's trouble from an outage.
 * Thread-safe.
 *
 * <p><b>Closed.</b> A wait that the service imposes on one principal ({@code Retry-After}) is kept
 * by that principal's cache entry. Everybody else waits for at most a second, and only the first
 * time that this principal is throttled. A failure without {@code Retry-After} counts once for each
 * principal.
 *
 * <p><b>Open.</b> Requests are rejected at once after the service imposed a wait on two principals
 * that overlap, or after three principals failed, with no success in between. The wait is what both
 * principals were told, or exponential back-off.
 *
 * <p><b>Half-open.</b> When the wait is over, one request at a time probes the service. A success
 * closes the circuit breaker; a failure opens it again, for longer.
 */
final class AuthorityHealth {
  private static final int MAX_FAILED_PRINCIPALS = 3;
  private static final int MAX_THROTTLED_PRINCIPALS = 1_000;
  private static final Duration BRIEF_WAIT = Duration.ofSeconds(1);

  /** After this time a probe counts as lost: a provider may hang. */
  private static final long PROBE_TIMEOUT_NANOS = Duration.ofMinutes(1).toNanos();

  private final Timing timing;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Object> failedPrincipals = new HashSet<>();
  private final Map<Object, Long> throttledUntil = new LinkedHashMap<>();
  private @Nullable Object lastThrottled; // since the last success
  private int probes;
  private int probeInFlight;
  private long probeStarted;
  private volatile boolean suspect;
  private volatile boolean tripped;

  AuthorityHealth(Timing timing) {
    this.timing = timing;
    backoff = new Backoff(timing);
  }

  /** Returns whether a request would be rejected now. */
  boolean isOpen() {
    return backoff.active() != null || (tripped && isProbeInFlight());
  }

  /**
   * Lets a request pass or rejects it.
   *
   * @return the number of the probe that this request is, 0 if it is none; for {@link #release}
   * @throws UnavailableException if the request must not be sent
   */
  int acquire() {
    if (backoff.active() instanceof AdtException failure) {
      throw AuthorityGuard.leftAlone(failure, backoff.remaining());
    }
    return tripped ? acquireProbe() : 0;
  }

  private int acquireProbe() {
    lock.lock();
    try {
      if (!tripped) {
        return 0;
      }
      if (isProbeInFlight() && backoff.lastFailure() instanceof AdtException failure) {
        throw AuthorityGuard.leftAlone(failure, BRIEF_WAIT);
      }
      probeStarted = now();
      probeInFlight = ++probes;
      return probeInFlight;
    } finally {
      lock.unlock();
    }
  }

  /** Lets another request probe the service, if the circuit breaker is still half-open. */
  void release(int probe) {
    if (probe != 0) {
      lock.lock();
      try {
        if (probeInFlight == probe) {
          probeInFlight = 0;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Returns whether a failure is a rejection by this circuit breaker. */
  boolean isRejection(Throwable failure) {
    Throwable last = backoff.lastFailure();
    return last != null && failure.getCause() == last;
  }

  void recordSuccess() {
    if (suspect) {
      lock.lock();
      try {
        suspect = false;
        tripped = false;
        probeInFlight = 0;
        lastThrottled = null;
        failedPrincipals.clear();
        backoff.succeeded();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Records that the service failed or throttled a principal.
   *
   * @param principal identified by {@code equals}
   */
  void recordFailure(Object principal, AdtException failure) {
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    lock.lock();
    try {
      suspect = true;
      if (asked.isZero()) {
        failedPrincipals.add(principal);
        if (tripped || failedPrincipals.size() >= MAX_FAILED_PRINCIPALS) {
          trip(failure, null);
        }
      } else {
        throttled(principal, failure, Backoff.bounded(asked));
      }
    } finally {
      lock.unlock();
    }
  }

  private void throttled(Object principal, AdtException failure, long askedNanos) {
    long now = now();
    boolean firstTime = nanosLeft(principal, now) == 0;
    long commonNanos = 0;
    if (lastThrottled != null && !lastThrottled.equals(principal)) {
      commonNanos = Math.min(askedNanos, nanosLeft(lastThrottled, now));
    }
    remember(principal, now + Math.max(askedNanos, nanosLeft(principal, now)));
    lastThrottled = principal;
    if (commonNanos > 0) {
      trip(failure, Duration.ofNanos(commonNanos));
    } else if (tripped) {
      trip(failure, null);
    } else if (firstTime && backoff.active() == null) {
      backoff.pause(failure, BRIEF_WAIT);
    }
  }

  private long nanosLeft(Object principal, long now) {
    Long until = throttledUntil.get(principal);
    return until == null ? 0 : Math.max(0, until - now);
  }

  private void remember(Object principal, long until) {
    throttledUntil.remove(principal); // the latest goes last
    if (throttledUntil.size() >= MAX_THROTTLED_PRINCIPALS) {
      Object eldest = throttledUntil.keySet().iterator().next();
      throttledUntil.remove(eldest);
    }
    throttledUntil.put(principal, until);
  }

  private void trip(Throwable failure, @Nullable Duration asked) {
    tripped = true;
    failedPrincipals.clear();
    backoff.failed(failure, asked);
  }

  private boolean isProbeInFlight() {
    lock.lock();
    try {
      return probeInFlight != 0 && now() - probeStarted < PROBE_TIMEOUT_NANOS;
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return timing.ticker().getAsLong();
  }
}
