package io.github.adtauth.testkit.twins;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets so many calls through in a second of the clock. Thread-safe. */
final class Throttle {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final Clock clock;
  private int most = Integer.MAX_VALUE;
  private Instant start = Instant.MIN;
  private int count;

  Throttle(Clock clock) {
    this.clock = clock;
  }

  synchronized void limit(int perSecond) {
    most = perSecond;
  }

  /** Counts a call; answers the gateway's 429 if it is one too many. */
  synchronized void check() {
    Instant now = clock.instant();
    if (now.isBefore(start) || !now.isBefore(start.plus(WINDOW))) {
      start = now;
      count = 0;
    }
    if (count >= most) {
      throw new Refused("too many calls", Answers.tooManyRequests(1));
    }
    count++;
  }
}
