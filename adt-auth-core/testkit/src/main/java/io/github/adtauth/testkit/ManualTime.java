package io.github.adtauth.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock, ticker and sleeper that advance only when a test says so. Use {@link #clock}, {@code
 * time::nanoTime} and {@code time::sleep}. A sleep advances the time and returns immediately. The
 * random number is constant. Thread-safe.
 */
public final class ManualTime {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-05T08:00:00Z"));
  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> sleeps = new ArrayList<>();
  private volatile double jitter;

  /** Creates a time that starts on 5 January 2026. */
  public ManualTime() {}

  /** Returns the clock. */
  public MutableClock clock() {
    return clock;
  }

  /** Returns the monotonic time in nanoseconds from an arbitrary origin. */
  public long nanoTime() {
    return nanos.get();
  }

  /** Returns the random number, from 0 (inclusive) to 1 (exclusive). Defaults to 0. */
  public double jitter() {
    return jitter;
  }

  /**
   * Records the duration, advances the time by it and returns immediately.
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

  /** Advances the clock and the ticker. */
  public void advance(Duration duration) {
    clock.advance(duration);
    nanos.addAndGet(duration.toNanos());
  }

  /** Sets the random number, from 0 (inclusive) to 1 (exclusive). */
  public void jitter(double value) {
    jitter = value;
  }

  /** Returns the durations of all sleeps so far, in order. */
  public List<Duration> sleeps() {
    synchronized (sleeps) {
      return List.copyOf(sleeps);
    }
  }
}
