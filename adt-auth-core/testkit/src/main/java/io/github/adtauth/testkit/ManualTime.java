package io.github.adtauth.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that moves only by hand, clock and ticker together, in types of the JDK: {@link #clock},
 * {@code time::nanoTime}, {@code time::sleep}. A sleep moves it and returns at once; the random
 * number is always the same. Thread-safe.
 */
public final class ManualTime {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-05T08:00:00Z"));
  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> sleeps = new ArrayList<>();
  private volatile double jitter;

  /** Returns the clock. */
  public MutableClock clock() {
    return clock;
  }

  /** Returns the ticker: monotonic nanoseconds from an arbitrary origin. */
  public long nanoTime() {
    return nanos.get();
  }

  /** Returns the random number that was set: 0 (inclusive) to 1 (exclusive), 0 at first. */
  public double jitter() {
    return jitter;
  }

  /**
   * Records the duration and moves clock and ticker by it; returns at once.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (sleeps) {
      sleeps.add(duration);
    }
    advance(duration);
  }

  /** Moves clock and ticker. */
  public void advance(Duration duration) {
    clock.advance(duration);
    nanos.addAndGet(duration.toNanos());
  }

  /** Sets the random number: 0 (inclusive) to 1 (exclusive). */
  public void jitter(double value) {
    jitter = value;
  }

  /** Returns how long was slept so far, in order. */
  public List<Duration> sleeps() {
    synchronized (sleeps) {
      return List.copyOf(sleeps);
    }
  }
}
