package io.github.adtauth.signin;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many inbound tokens Entra may refuse: a burst of 100, then 5 a second. A flood of
 * forged tokens would otherwise get the application throttled for everybody. While the budget is
 * used up, users that were never exchanged here wait; the others do not notice. Thread-safe.
 */
final class RefusalBudget {
  private static final int BURST = 100;
  private static final long NANOS_EACH = Duration.ofMillis(200).toNanos();

  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private long paidUntil;

  RefusalBudget(Timing timing) {
    this.timing = timing;
    paidUntil = timing.ticker().getAsLong();
  }

  /**
   * Lets an exchange pass that may be refused.
   *
   * @throws UnavailableException if too many were refused lately
   */
  void enter() {
    lock.lock();
    try {
      long over = debt() - BURST * NANOS_EACH;
      if (over >= 0) {
        throw new UnavailableException(
            ErrorDetails.of(
                    "Entra ID refused too many inbound tokens lately; new users wait. Does the web"
                        + " API validate tokens before the exchange?")
                .retryAfter(Duration.ofNanos(over + NANOS_EACH)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of a token that was refused. */
  void refused() {
    lock.lock();
    try {
      paidUntil = timing.ticker().getAsLong() + debt() + NANOS_EACH;
    } finally {
      lock.unlock();
    }
  }

  private long debt() {
    return Math.max(0, paidUntil - timing.ticker().getAsLong());
  }
}
