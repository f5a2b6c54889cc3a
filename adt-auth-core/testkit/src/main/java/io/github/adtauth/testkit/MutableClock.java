package io.github.adtauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when told to. Thread-safe. */
public final class MutableClock extends Clock {
  private final AtomicLong millis;
  private final ZoneId zone;

  /** Starts at the given instant, in UTC. */
  public MutableClock(Instant start) {
    this(new AtomicLong(start.toEpochMilli()), ZoneOffset.UTC);
  }

  private MutableClock(AtomicLong millis, ZoneId zone) {
    this.millis = millis;
    this.zone = zone;
  }

  /** Starts at the system's present second. */
  public static MutableClock startingNow() {
    return new MutableClock(Instant.ofEpochSecond(Clock.systemUTC().millis() / 1000));
  }

  /** Moves the clock; a negative duration moves it back. */
  public void advance(Duration duration) {
    millis.addAndGet(duration.toMillis());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** Returns the same clock, which moves along, in another zone. */
  @Override
  public Clock withZone(ZoneId other) {
    return new MutableClock(millis, other);
  }
}
