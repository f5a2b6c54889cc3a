package io.github.adtauth;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
          new SystemSleeper());

  /** Waits for a duration. */
  @FunctionalInterface
  public interface Sleeper {
    /**
     * Waits for the duration.
     *
     * @throws InterruptedException if the thread was or is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Returns a future that completes after the duration, on a thread of the executor. Cancel the
     * future to end the wait early. The default implementation calls {@link #sleep} on the
     * executor. That of {@link Timing#system} does not hold a thread during the wait.
     */
    default CompletableFuture<@Nullable Void> sleepAsync(Duration duration, Executor executor) {
      return CompletableFuture.runAsync(
          () -> {
            try {
              sleep(duration);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new CompletionException(e);
            }
          },
          executor);
    }
  }

  /** Returns the timing of the system clock. */
  public static Timing system() {
    return SYSTEM;
  }

  /**
   * Sleeps in real time. All asynchronous sleeps share one daemon thread, which ends when no sleep
   * is left. A canceled sleep is removed at once.
   */
  private static final class SystemSleeper implements Sleeper {
    /** Loaded by the first asynchronous sleep. */
    private static final class Timer {
      private static final ScheduledThreadPoolExecutor EXECUTOR = create();

      private static ScheduledThreadPoolExecutor create() {
        ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                1,
                task -> {
                  Thread thread = new Thread(null, task, "adt-auth-timer", 0, false);
                  thread.setDaemon(true);
                  return thread;
                });
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
      }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    @Override
    public CompletableFuture<@Nullable Void> sleepAsync(Duration duration, Executor executor) {
      CompletableFuture<@Nullable Void> sleep = new CompletableFuture<>();
      Future<?> task =
          Timer.EXECUTOR.schedule(
              () -> completeAsync(sleep, executor), duration.toNanos(), TimeUnit.NANOSECONDS);
      var unused = sleep.whenComplete((done, failure) -> task.cancel(false));
      return sleep;
    }

    /** Lets the executor run the dependents, which must not delay other sleeps. */
    private static void completeAsync(CompletableFuture<@Nullable Void> sleep, Executor executor) {
      try {
        sleep.completeAsync(() -> null, executor);
      } catch (RuntimeException | Error e) { // rejected, or no memory for a thread
        sleep.completeExceptionally(e);
      }
    }
  }
}
