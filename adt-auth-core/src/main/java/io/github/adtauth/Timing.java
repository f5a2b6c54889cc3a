package io.github.adtauth;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Where time, chance and waiting come from, so that tests move them by hand. Immutable,
 * thread-safe; share it.
 *
 * @param clock tells when a token expires
 * @param ticker monotonic nanoseconds, measures how long something took or has to wait
 * @param jitter random numbers from 0 (inclusive) to 1 (exclusive)
 * @param sleeper waits between attempts
 */
public record Timing(
    Clock clock, LongSupplier ticker, DoubleSupplier jitter, Timing.Sleeper sleeper) {

  private static final Machine MACHINE = new Machine();
  private static final Timing SYSTEM = new Timing(Clock.systemUTC(), MACHINE, MACHINE, MACHINE);

  /** Waits; ends at once when the thread is interrupted. */
  @FunctionalInterface
  public interface Sleeper {
    /**
     * Waits for the duration.
     *
     * @throws InterruptedException if the thread was or is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** One class, because to link three lambdas takes a hundredth of the time to the first twin. */
  private static final class Machine implements LongSupplier, DoubleSupplier, Sleeper {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }

    @Override
    public double getAsDouble() {
      return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
  }

  /** Returns the time of the machine. */
  public static Timing system() {
    return SYSTEM;
  }
}
