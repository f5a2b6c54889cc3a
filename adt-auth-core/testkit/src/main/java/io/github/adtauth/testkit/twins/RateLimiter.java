package io.github.adtauth.testkit.twins;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets so many calls through in a second of the clock. Thread-safe. */
final class RateLimiter {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final Clock clock;
  private int maxPerWindow = Integer.MAX_VALUE;
  private Instant windowStart = Instant.MIN;
  private int count;

  RateLimiter(Clock clock) {
    this.clock = clock;
  }

  synchronized void limit(int perSecond) {
    maxPerWindow = perSecond;
  }

  /** Counts a call; answers the gateway's 429 if it is one too many. */
  synchronized void acquire() {
    Instant now = clock.instant();
    if (now.isBefore(windowStart) || !now.isBefore(windowStart.plus(WINDOW))) {
      windowStart = now;
      count = 0;
    }
    if (count >= maxPerWindow) {
      throw new ErrorResponseException("too many calls", TwinsResponses.tooManyRequests(1));
    }
    count++;
  }
}
