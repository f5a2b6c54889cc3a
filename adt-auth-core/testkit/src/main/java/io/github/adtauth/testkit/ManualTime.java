package io.github.adtauth.testkit;

import io.github.adtauth.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that moves only when told to: clock and ticker together. Whoever sleeps on it moves it and
 * goes on at once. Chance always says the same. Thread-safe.
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

  /** Returns this time in the form that the library takes. */
  public Timing timing() {
    return new Timing(clock, nanos::get, () -> jitter, this::sleep);
  }

  /** Moves clock and ticker. */
  public void advance(Duration duration) {
    clock.advance(duration);
    nanos.addAndGet(duration.toNanos());
  }

  /** Sets what chance says from now on: 0 (inclusive) to 1 (exclusive). */
  public void jitter(double value) {
    jitter = value;
  }

  /** Returns how long was slept so far, in order. */
  public List<Duration> sleeps() {
    synchronized (sleeps) {
      return List.copyOf(sleeps);
    }
  }

  private void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (sleeps) {
      sleeps.add(duration);
    }
    advance(duration);
  }
}
