package io.github.adtauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that advances only when a test says so. Thread-safe. */
public final class MutableClock extends Clock {
  private final AtomicLong millis;
  private final ZoneId zone;

  /** Creates a clock at the given instant, in UTC. */
  public MutableClock(Instant start) {
    this(new AtomicLong(start.toEpochMilli()), ZoneOffset.UTC);
  }

  private MutableClock(AtomicLong millis, ZoneId zone) {
    this.millis = millis;
    this.zone = zone;
  }

  /** Creates a clock at the current second of the system clock. */
  public static MutableClock startingNow() {
    return new MutableClock(Instant.ofEpochSecond(Clock.systemUTC().millis() / 1000));
  }

  /** Advances the clock. A negative duration moves it back. */
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

  /** Returns a view of this clock in another zone, which advances with it. */
  @Override
  public Clock withZone(ZoneId other) {
    return new MutableClock(millis, other);
  }
}
