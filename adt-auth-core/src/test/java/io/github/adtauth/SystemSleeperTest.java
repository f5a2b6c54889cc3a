package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Tests of {@link SystemSleeper}. */
class SystemSleeperTest {
  private final SystemSleeper sleeper = new SystemSleeper();

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
    CompletableFuture<Boolean> used = new CompletableFuture<>();
    CompletableFuture<?> canceled =
        sleeper.sleepAsync(Duration.ofMillis(1), task -> used.complete(true));
    canceled.cancel(false);

    sleeper.sleepAsync(Duration.ofMillis(2), Runnable::run).get();

    assertThat(used).isNotDone();
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
