package io.github.adtauth;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The sources of time, randomness and waiting. Tests replace them. Immutable and thread-safe.
 *
 * @param clock the time of day, which decides whether a token has expired
 * @param ticker monotonic nanoseconds, which measure durations
 * @param jitter random numbers from 0 (inclusive) to 1 (exclusive)
 * @param sleeper waits between attempts
 */
public record Timing(
    Clock clock, LongSupplier ticker, DoubleSupplier jitter, Timing.Sleeper sleeper) {

  private static final Timing SYSTEM =
      new Timing(
          Clock.systemUTC(),
          System::nanoTime,
          () -> ThreadLocalRandom.current().nextDouble(),
          duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));

  /** Waits for a duration, or until the thread is interrupted. */
  @FunctionalInterface
  public interface Sleeper {
    /**
     * Waits for the duration.
     *
     * @throws InterruptedException if the thread was or is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Returns the timing of the system clock. */
  public static Timing system() {
    return SYSTEM;
  }
}
