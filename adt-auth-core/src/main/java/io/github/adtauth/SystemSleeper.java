package io.github.adtauth;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sleeps in real time. All asynchronous sleeps share one daemon thread, which ends when no sleep is
 * left. A canceled sleep is removed at once.
 */
final class SystemSleeper implements Timing.Sleeper {
  /** Loaded by the first asynchronous sleep. */
  private static final class Timer {
    private static final ScheduledThreadPoolExecutor EXECUTOR = create();

    private static ScheduledThreadPoolExecutor create() {
      ScheduledThreadPoolExecutor timer =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "adt-auth-timer");
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
