package io.github.adtauth.testkit.twins;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Limits the number of calls per second of the clock. Unlimited by default. Thread-safe. */
final class RateLimiter {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final Clock clock;
  private int maxPerWindow = Integer.MAX_VALUE;
  private Instant windowStart = Instant.MIN;
  private int count;

  RateLimiter(Clock clock) {
    this.clock = clock;
  }

  synchronized void limit(int callsPerSecond) {
    maxPerWindow = callsPerSecond;
  }

  /** Counts a call. Throws the gateway's 429 if the call exceeds the limit. */
  synchronized void acquire() {
    Instant now = clock.instant();
    if (now.isBefore(windowStart) || !now.isBefore(windowStart.plus(WINDOW))) {
      windowStart = now;
      count = 0;
    }
    if (count >= maxPerWindow) {
      throw new ErrorResponseException("rate limit exceeded", TwinsResponses.tooManyRequests(1));
    }
    count++;
  }
}
