package io.github.adtauth.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimedCommandsTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger started = new AtomicInteger();

  /** Blocks as a read of a socket does: an interrupt does not end it. */
  private String blocked() {
    started.incrementAndGet();
    boolean isReleased = false;
    while (!isReleased) {
      try {
        release.await();
        isReleased = true;
      } catch (InterruptedException e) {
        // A read continues.
      }
    }
    return "late";
  }

  /** Returns whether a command was accepted. */
  private boolean isAccepted(TimedCommands commands) throws InterruptedException {
    try {
      return commands.run(this::blocked).equals("late");
    } catch (TimeoutException e) {
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Test
  void overdueCommands_areLimited() throws Exception {
    TimedCommands commands = new TimedCommands(Duration.ofMillis(1));
    while (isAccepted(commands)) {
      assertThat(started.get()).isLessThanOrEqualTo(64);
    }

    release.countDown();
    while (!isAccepted(commands)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void commandException_isPropagated() {
    TimedCommands commands = new TimedCommands(Duration.ofSeconds(50));
    RuntimeException failure = new IllegalStateException("down");
    Error error = new NoClassDefFoundError("x");
    assertThatThrownBy(
            () ->
                commands.run(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThatThrownBy(
            () ->
                commands.run(
                    () -> {
                      throw error;
                    }))
        .isSameAs(error);
  }
}
