package io.github.adtauth.store.redis;

import io.github.adtauth.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Leaves a server alone that did not answer, until a moment that is written down. Thread-safe. */
final class RedisBreaker {
  private final Timing timing;
  private final Duration length;
  private final AtomicBoolean trying = new AtomicBoolean();
  private volatile boolean resting;
  private volatile long until;

  RedisBreaker(Timing timing, Duration length) {
    this.timing = timing;
    this.length = length;
  }

  /**
   * Lets a call pass: all while the server is well; afterwards one, to try it.
   *
   * @throws IOException if the server is left alone
   */
  void enter() throws IOException {
    if (resting
        && (timing.ticker().getAsLong() - until < 0 || !trying.compareAndSet(false, true))) {
      throw new IOException("Redis did not answer a moment ago and is left alone for now.");
    }
  }

  void answered() {
    if (resting) {
      resting = false;
      trying.set(false);
    }
  }

  void didNotAnswer() {
    until = timing.ticker().getAsLong() + length.toNanos();
    resting = true;
    trying.set(false);
  }

  /** The call came to nothing for reasons of its own. */
  void leave() {
    trying.set(false);
  }
}
