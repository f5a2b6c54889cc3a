package io.github.adtauth.internal.cache;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.time.ExponentialBackoff;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Exponential back-off with jitter: one second after the first failure, doubling up to one minute,
 * or as long as the service requests. Thread-safe.
 */
final class Backoff {
  private static final ExponentialBackoff DELAYS =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private int failureCount;
  private volatile long endNanos;
  private volatile @Nullable Throwable lastFailure;

  Backoff(Timing timing) {
    this.timing = timing;
  }

  /** Returns the failure that is the reason for the current back-off, or null if there is none. */
  @Nullable Throwable activeFailure() {
    Throwable failure = lastFailure;
    return failure != null && timing.ticker().getAsLong() - endNanos < 0 ? failure : null;
  }

  /** Returns the latest failure since the last success, or null. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  /** Returns the rest of the current back-off, or zero. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - timing.ticker().getAsLong()));
  }

  /**
   * Records a failure. Failures during a back-off belong to requests that were in flight together,
   * so they are not counted again.
   *
   * @param retryAfter the delay that the service requests, or null
   */
  void recordFailure(Throwable failure, @Nullable Duration retryAfter) {
    lock.lock();
    try {
      long now = timing.ticker().getAsLong();
      boolean isActive = activeFailure() != null;
      if (!isActive) {
        failureCount++;
      }
      Duration delay = DELAYS.jittered(failureCount, timing.jitter().getAsDouble());
      long minimum = retryAfter == null ? 0 : toBoundedNanos(retryAfter);
      long end = now + Math.max(delay.toNanos(), minimum);
      if (!isActive || end - endNanos > 0) {
        endNanos = end;
      }
      lastFailure = failure;
    } finally {
      lock.unlock();
    }
  }

  /** Backs off for the given time without counting a failure. */
  void backOffFor(Throwable failure, Duration delay) {
    lock.lock();
    try {
      endNanos = timing.ticker().getAsLong() + toBoundedNanos(delay);
      lastFailure = failure;
    } finally {
      lock.unlock();
    }
  }

  void recordSuccess() {
    if (lastFailure != null) {
      lock.lock();
      try {
        failureCount = 0;
        lastFailure = null;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Returns the nanoseconds of a delay that a service requests, at most one hour. */
  static long toBoundedNanos(Duration retryAfter) {
    return retryAfter.compareTo(MAX_RETRY_AFTER) > 0
        ? MAX_RETRY_AFTER.toNanos()
        : retryAfter.toNanos();
  }
}
