package io.github.adtauth.soak;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, set wrong for a while. */
final class JumpingClock extends Clock {
  private final Clock system = Clock.systemUTC();
  private volatile long offset;
  private volatile long rightSince;

  void setWrong(Duration by) {
    rightSince = Long.MAX_VALUE / 2;
    offset = by.toMillis();
  }

  void setRight() {
    offset = 0;
    rightSince = system.millis();
  }

  /** Returns since when it is right, in milliseconds; the end of time while it is wrong. */
  long rightSince() {
    return rightSince;
  }

  @Override
  public long millis() {
    return system.millis() + offset;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("UTC only");
  }
}
