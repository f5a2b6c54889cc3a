package io.github.adtauth.internal.time;

import java.time.Duration;

/**
 * Delays that grow from attempt to attempt, up to a maximum. Immutable.
 *
 * @param first the delay after the first attempt
 * @param max the longest delay
 * @param factor the ratio of each delay to the one before
 */
public record ExponentialBackoff(Duration first, Duration max, double factor) {
  private static final double DOUBLING = 2;

  /** Keeps the power finite. */
  private static final int MAX_EXPONENT = 30;

  /** Creates a back-off whose delays double. */
  public ExponentialBackoff(Duration first, Duration max) {
    this(first, max, DOUBLING);
  }

  /**
   * Returns the delay after an attempt.
   *
   * @param attempt the number of attempts that failed so far, from 1
   */
  public Duration delay(int attempt) {
    if (first.compareTo(max) >= 0) {
      return max;
    }
    int exponent = Math.min(Math.max(attempt, 1) - 1, MAX_EXPONENT);
    Duration delay = Duration.ofNanos((long) (first.toNanos() * Math.pow(factor, exponent)));
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

  /**
   * Returns the delay after an attempt, shortened at random to between zero and the whole of it.
   *
   * @param random a number from 0 to 1
   */
  public Duration fullyJittered(int attempt, double random) {
    return Duration.ofNanos((long) (delay(attempt).toNanos() * random));
  }
}
