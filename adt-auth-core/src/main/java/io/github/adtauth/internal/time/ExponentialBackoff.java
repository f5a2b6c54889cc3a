package io.github.adtauth.internal.time;

import java.time.Duration;

/**
 * Delays that double from attempt to attempt, up to a maximum. Immutable.
 *
 * @param first the delay after the first attempt
 * @param max the longest delay
 */
public record ExponentialBackoff(Duration first, Duration max) {
  private static final int MAX_DOUBLINGS = 30;

  /**
   * Returns the delay after an attempt.
   *
   * @param attempt the number of attempts that failed so far, from 1
   */
  public Duration delay(int attempt) {
    int doublings = Math.min(Math.max(attempt, 1) - 1, MAX_DOUBLINGS);
    Duration delay = first.multipliedBy(1L << doublings);
    return delay.compareTo(max) < 0 ? delay : max;
  }

  /**
   * Returns the delay after an attempt, shortened at random to between a half and the whole of it,
   * so that clients that failed together do not retry together.
   *
   * @param random a number from 0 to 1
   */
  public Duration jittered(int attempt, double random) {
    return Duration.ofNanos((long) (delay(attempt).toNanos() * (1 + random) / 2));
  }
}
