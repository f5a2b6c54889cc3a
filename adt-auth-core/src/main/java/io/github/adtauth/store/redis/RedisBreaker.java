package io.github.adtauth.store.redis;

import io.github.adtauth.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A circuit breaker for Redis. It opens when a call times out. After a fixed time it lets one call
 * through, which closes it if Redis responds. Thread-safe.
 */
final class RedisBreaker {
  private final Timing timing;
  private final Duration openDuration;
  private final AtomicBoolean trialInProgress = new AtomicBoolean();
  private volatile boolean open;
  private volatile long retryAt;

  RedisBreaker(Timing timing, Duration openDuration) {
    this.timing = timing;
    this.openDuration = openDuration;
  }

  /**
   * Permits a call. Each permitted call must end with one of the other methods.
   *
   * @throws IOException if the circuit breaker is open
   */
  void acquire() throws IOException {
    if (open
        && (timing.ticker().getAsLong() - retryAt < 0
            || !trialInProgress.compareAndSet(false, true))) {
      throw new IOException(
          "Redis did not respond to an earlier call. Calls are suspended for "
              + openDuration.toSeconds()
              + " s.");
    }
  }

  void onSuccess() {
    if (open) {
      open = false;
      trialInProgress.set(false);
    }
  }

  void onTimeout() {
    retryAt = timing.ticker().getAsLong() + openDuration.toNanos();
    open = true;
    trialInProgress.set(false);
  }

  /** Ends a call whose failure does not show whether Redis is available. */
  void release() {
    trialInProgress.set(false);
  }
}
