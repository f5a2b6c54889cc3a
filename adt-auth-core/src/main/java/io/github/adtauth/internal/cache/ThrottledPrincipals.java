package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The principals that the token service throttles, and the end of the wait of each. A principal is
 * remembered for ten minutes after its wait, so that a principal that is throttled repeatedly is
 * not counted several times.
 *
 * <p>The number of principals is bounded: a new one replaces the one whose wait ends first. Only
 * principals that the token service itself has throttled are added. Thread-safe.
 */
final class ThrottledPrincipals {
  static final int MAX_PRINCIPALS = 1_000;
  private static final long MEMORY_NANOS = Duration.ofMinutes(10).toNanos();

  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Object, Wait> waits = new HashMap<>();
  private volatile boolean used; // avoids the lock until a principal is throttled

  ThrottledPrincipals(Timing timing) {
    this.timing = timing;
  }

  private record Wait(AdtException failure, long endNanos) {}

  /**
   * Rejects a request of a principal whose wait has not ended.
   *
   * @throws UnavailableException with the rest of that wait, and the original failure as its cause
   */
  void rejectIfThrottled(Object principal) {
    Wait wait = get(principal);
    if (wait != null) {
      long remaining = wait.endNanos - now();
      if (remaining > 0) {
        throw TokenServiceBreaker.openException(wait.failure, Duration.ofNanos(remaining));
      }
    }
  }

  /** Returns whether a principal waits, or has waited within the last ten minutes. */
  boolean isRemembered(Object principal) {
    Wait wait = get(principal);
    return wait != null && now() - wait.endNanos < MEMORY_NANOS;
  }

  boolean isWaiting(Object principal) {
    Wait wait = get(principal);
    return wait != null && wait.endNanos - now() > 0;
  }

  /** Adds a wait. A shorter one does not replace a longer one. */
  void add(Object principal, AdtException failure, long waitNanos) {
    lock.lock();
    try {
      used = true;
      long now = now();
      Wait previous = waits.get(principal);
      if (previous != null && previous.endNanos - now >= waitNanos) {
        return;
      }
      if (previous == null && waits.size() >= MAX_PRINCIPALS) {
        removeFirstToEnd(now);
      }
      waits.put(principal, new Wait(failure, now + waitNanos));
    } finally {
      lock.unlock();
    }
  }

  private void removeFirstToEnd(long now) {
    Object first = null;
    long shortest = Long.MAX_VALUE;
    for (Map.Entry<Object, Wait> entry : waits.entrySet()) {
      long remaining = entry.getValue().endNanos - now;
      if (remaining < shortest) {
        shortest = remaining;
        first = entry.getKey();
      }
    }
    if (first != null) {
      waits.remove(first);
    }
  }

  /** Returns whether a principal waits because of this failure. */
  boolean isReason(@Nullable Throwable failure) {
    if (!used) {
      return false;
    }
    lock.lock();
    try {
      for (Wait wait : waits.values()) {
        if (wait.failure == failure) {
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Wait get(Object principal) {
    if (!used) {
      return null;
    }
    lock.lock();
    try {
      return waits.get(principal);
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return timing.ticker().getAsLong();
  }
}
