package io.github.adtauth.testkit.standalone;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** The system clock plus an offset that can be changed. Thread-safe. */
final class OffsetClock extends Clock {
  private final Clock system;
  private final AtomicReference<Duration> offset;

  OffsetClock(Clock system) {
    this(system, new AtomicReference<>(Duration.ZERO));
  }

  private OffsetClock(Clock system, AtomicReference<Duration> offset) {
    this.system = system;
    this.offset = offset;
  }

  /** Advances the clock. A negative duration moves it back. */
  void advance(Duration duration) {
    offset.updateAndGet(current -> current.plus(duration));
  }

  @Override
  public Instant instant() {
    return system.instant().plus(offset.get());
  }

  @Override
  public ZoneId getZone() {
    return system.getZone();
  }

  /** Returns a view of this clock in another zone, which advances with it. */
  @Override
  public Clock withZone(ZoneId zone) {
    return new OffsetClock(system.withZone(zone), offset);
  }
}
