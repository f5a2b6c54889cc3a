package io.github.adtauth.twins;

import io.github.adtauth.Timing;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Sleeps that last until the test ends them. */
final class HeldSleeper implements Timing.Sleeper {
  private final BlockingQueue<Sleep> sleeps = new LinkedBlockingQueue<>();

  /** A sleep, and the future that ends it. */
  record Sleep(Duration duration, CompletableFuture<@Nullable Void> end) {}

  /** Waits for the next sleep. */
  Sleep take() throws InterruptedException {
    return sleeps.take();
  }

  boolean isEmpty() {
    return sleeps.isEmpty();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.isZero()) {
      return;
    }
    try {
      sleepAsync(duration, Runnable::run).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CompletableFuture<@Nullable Void> sleepAsync(Duration duration, Executor executor) {
    Sleep sleep = new Sleep(duration, new CompletableFuture<>());
    sleeps.add(sleep);
    return sleep.end();
  }
}
