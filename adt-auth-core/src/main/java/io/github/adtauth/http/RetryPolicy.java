package io.github.adtauth.http;

import java.time.Duration;

/**
 * The number of retries of a call and the delays between them. Immutable.
 *
 * <p>Calls are retried after the status codes 408, 429, 500, 502, 503 and 504, after a lost
 * connection, and while the token service is temporarily unavailable. A call is retried only if
 * that is safe ({@link RetrySafety}) and the delay ends before the call's deadline. A {@code
 * Retry-After} header takes precedence over the computed delay (RFC 9110 10.2.3).
 *
 * @param retries the maximum number of retries of a call; 0 disables retries
 * @param firstDelay the upper bound of the first delay, which doubles with each retry (full jitter)
 * @param maxDelay the upper bound of every computed delay
 */
public record RetryPolicy(int retries, Duration firstDelay, Duration maxDelay) {
  private static final int MAX_RETRIES = 10;

  /** Three retries, with a first delay of up to 500 ms and later delays of up to 10 seconds. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(10));

  /** No retries. */
  public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);

  /**
   * Creates a policy.
   *
   * @throws IllegalArgumentException if a value is negative, or there are more than 10 retries
   */
  public RetryPolicy {
    if (retries < 0 || retries > MAX_RETRIES) {
      throw new IllegalArgumentException(
          "retries must be between 0 and " + MAX_RETRIES + ": " + retries);
    }
    requireNotNegative("first delay", firstDelay);
    requireNotNegative("maximum delay", maxDelay);
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
  }
}
