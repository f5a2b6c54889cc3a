package io.github.adtauth.twins.bulk;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** When the next change may begin by the limits, in nanoseconds of the ticker. For one thread. */
final class BulkRateLimiter {
  private static final int MANY = 4096;

  /** What a thread that slept too long may catch up on. */
  private static final long SLACK = Duration.ofMillis(100).toNanos();

  private final BulkLimits limits;
  private final Map<String, Long> ofTwin = new HashMap<>();
  private long createOrDelete;
  private long patch;
  private long pausedUntil;

  BulkRateLimiter(BulkLimits limits, long now) {
    this.limits = limits;
    createOrDelete = now;
    patch = now;
    pausedUntil = now;
  }

  /** Returns how long an item still has to wait; not positive if it may begin. */
  long wait(BulkItem item, long now) {
    long at =
        Math.max(pausedUntil - now, (item.kind.createOrDelete ? createOrDelete : patch) - now);
    for (String twin : item.twins) {
      Long free = ofTwin.get(twin);
      at = free == null ? at : Math.max(at, free - now);
    }
    return at;
  }

  /** Takes note that an item begins. */
  void begins(BulkItem item, long now) {
    if (item.kind.createOrDelete) {
      createOrDelete = next(createOrDelete, now, limits.createOrDeletePerSecond());
    } else {
      patch = next(patch, now, limits.patchPerSecond());
    }
    if (ofTwin.size() > MANY) {
      ofTwin.values().removeIf(free -> free - now <= 0);
    }
    for (String twin : item.twins) {
      ofTwin.put(twin, now + second() / limits.perTwinPerSecond());
    }
  }

  /** Begins nothing for this time. */
  void pause(Duration time, long now) {
    pausedUntil = Math.max(pausedUntil - now, time.toNanos()) + now;
  }

  boolean isPaused(long now) {
    return pausedUntil - now > 0;
  }

  private static long next(long due, long now, int perSecond) {
    return now + Math.max(due - now, -SLACK) + second() / perSecond;
  }

  private static long second() {
    return Duration.ofSeconds(1).toNanos();
  }
}
