package io.github.adtauth.internal.cache;

import io.github.adtauth.Timing;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how long to leave somebody alone: 1 s after the first failure, twice as long after each
 * further one, at most a minute, jittered; or as long as they asked for. Thread-safe.
 */
final class Backoff {
  private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long MAX_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long MAX_ASKED_NANOS = Duration.ofHours(1).toNanos();

  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private int failures;
  private volatile long untilNanos;
  private volatile @Nullable Throwable lastFailure;

  Backoff(Timing timing) {
    this.timing = timing;
  }

  /** Returns the failure that is being backed off from, or null if another attempt may be made. */
  @Nullable Throwable active() {
    Throwable failure = lastFailure;
    return failure != null && timing.ticker().getAsLong() - untilNanos < 0 ? failure : null;
  }

  /** Returns the latest failure since the last success, backed off from or not; null if none. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  Duration remaining() {
    return Duration.ofNanos(Math.max(0, untilNanos - timing.ticker().getAsLong()));
  }

  void failed(Throwable failure, @Nullable Duration asked) {
    lock.lock();
    try {
      long now = timing.ticker().getAsLong();
      boolean alreadyBackingOff = active() != null;
      // Requests that were under way together are one failure, not many.
      if (!alreadyBackingOff) {
        failures++;
      }
      long until = now + Math.max(delay(), asked == null ? 0 : bounded(asked));
      if (!alreadyBackingOff || until - untilNanos > 0) {
        untilNanos = until;
      }
      lastFailure = failure;
    } finally {
      lock.unlock();
    }
  }

  /** Leaves alone for a while, without counting it as a failure. */
  void pause(Throwable failure, Duration time) {
    lock.lock();
    try {
      untilNanos = timing.ticker().getAsLong() + bounded(time);
      lastFailure = failure;
    } finally {
      lock.unlock();
    }
  }

  void succeeded() {
    if (lastFailure != null) {
      lock.lock();
      try {
        failures = 0;
        lastFailure = null;
      } finally {
        lock.unlock();
      }
    }
  }

  private long delay() {
    int doublings = Math.max(0, Math.min(failures - 1, 10));
    long full = Math.min(MAX_NANOS, FIRST_NANOS << doublings);
    return (long) (full * (1 + timing.jitter().getAsDouble()) / 2);
  }

  /** Returns the nanoseconds of a wait that a service imposes, at most an hour. */
  static long bounded(Duration asked) {
    return asked.compareTo(Duration.ofNanos(MAX_ASKED_NANOS)) > 0
        ? MAX_ASKED_NANOS
        : asked.toNanos();
  }
}
