package io.github.adtauth.http;

import java.time.Duration;

/**
 * How often and how patiently a call is repeated. Immutable. Repeated are 429, 408, 500, 502, 503
 * and 504, lost connections, and a token service that asks for patience; only where a repeat is
 * safe, and only within the call's deadline. {@code Retry-After} wins over the delay computed here
 * (RFC 9110 10.2.3).
 *
 * @param retries how often a call is repeated at most; 0 switches repeating off
 * @param firstDelay upper bound of the first delay; each further one doubles it (full jitter)
 * @param maxDelay upper bound of any computed delay
 */
public record RetryPolicy(int retries, Duration firstDelay, Duration maxDelay) {
  /** Three repeats, from 500 ms, at most 10 s apart. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(10));

  /** No repeats. */
  public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);

  /**
   * States a policy.
   *
   * @throws IllegalArgumentException if a value is negative, or there are more than 10 repeats
   */
  public RetryPolicy {
    if (retries < 0 || retries > 10 || firstDelay.isNegative() || maxDelay.isNegative()) {
      throw new IllegalArgumentException("0 to 10 retries, delays not negative");
    }
  }
}
