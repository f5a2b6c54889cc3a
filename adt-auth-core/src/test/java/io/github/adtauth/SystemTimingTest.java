package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Tests of the asynchronous sleep of {@link Timing#system}. */
class SystemTimingTest {
  private final Timing.Sleeper sleeper = Timing.system().sleeper();

  @Test
  void asyncSleep_endsOnExecutor() throws Exception {
    CompletableFuture<Thread> timer = new CompletableFuture<>();

    CompletableFuture<Thread> executor =
        sleeper
            .sleepAsync(
                Duration.ofMillis(1),
                task -> {
                  timer.complete(Thread.currentThread());
                  new Thread(task, "executor").start();
                })
            .thenApply(done -> Thread.currentThread());

    assertThat(timer.get().getName()).isEqualTo("adt-auth-timer");
    assertThat(timer.get().isDaemon()).isTrue();
    assertThat(executor.get()).isNotSameAs(timer.get());
  }

  @Test
  void canceledSleep_doesNotUseExecutor() throws Exception {
    CountDownLatch canceled = new CountDownLatch(1);
    CompletableFuture<?> occupiesTimer =
        sleeper.sleepAsync(Duration.ofMillis(1), task -> awaitThenRun(canceled, task));
    CompletableFuture<Boolean> used = new CompletableFuture<>();
    CompletableFuture<?> sleep =
        sleeper.sleepAsync(Duration.ofMillis(1), task -> used.complete(true));
    sleep.cancel(false);
    canceled.countDown();
    occupiesTimer.get();

    sleeper.sleepAsync(Duration.ofMillis(2), Runnable::run).get();

    assertThat(used).isNotDone();
  }

  private static void awaitThenRun(CountDownLatch latch, Runnable task) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    task.run();
  }

  @Test
  void rejectedSleep_fails() {
    CompletableFuture<?> sleep =
        sleeper.sleepAsync(
            Duration.ofMillis(1),
            task -> {
              throw new RejectedExecutionException();
            });

    assertThatThrownBy(sleep::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }
}
