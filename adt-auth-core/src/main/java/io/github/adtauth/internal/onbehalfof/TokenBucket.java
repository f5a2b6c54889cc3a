package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.Timing;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token bucket: a burst at once, then one charge for each interval. If it is charged after the
 * fact, charges of requests that were in flight together may exceed the burst. Thread-safe.
 */
final class TokenBucket {
  private final long burstNanos;
  private final long intervalNanos;
  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private long paidOffAt;

  TokenBucket(int burst, Duration interval, Timing timing) {
    this.intervalNanos = interval.toNanos();
    this.burstNanos = burst * intervalNanos;
    this.timing = timing;
    paidOffAt = timing.ticker().getAsLong();
  }

  /** Returns how long to wait until the next charge is within the limit; zero if it is now. */
  Duration timeUntilAvailable() {
    lock.lock();
    try {
      return Duration.ofNanos(Math.max(0, backlogNanos() + intervalNanos - burstNanos));
    } finally {
      lock.unlock();
    }
  }

  /** Charges the bucket if that is within the limit; otherwise returns how long to wait. */
  Duration tryCharge() {
    lock.lock();
    try {
      Duration wait = timeUntilAvailable();
      if (wait.isZero()) {
        charge();
      }
      return wait;
    } finally {
      lock.unlock();
    }
  }

  /** Charges the bucket; returns whether the charge was within the limit. */
  boolean charge() {
    lock.lock();
    try {
      long backlog = backlogNanos() + intervalNanos;
      paidOffAt = timing.ticker().getAsLong() + backlog;
      return backlog <= burstNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Takes back a charge. */
  void refund() {
    lock.lock();
    try {
      paidOffAt -= Math.min(intervalNanos, backlogNanos());
    } finally {
      lock.unlock();
    }
  }

  private long backlogNanos() {
    return Math.max(0, paidOffAt - timing.ticker().getAsLong());
  }
}
