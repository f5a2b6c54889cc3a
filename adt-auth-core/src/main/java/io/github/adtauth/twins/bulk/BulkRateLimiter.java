package io.github.adtauth.twins.bulk;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Determines when the rate limits allow the next change. Times are nanoseconds of the ticker. Not
 * thread-safe.
 */
final class BulkRateLimiter {
  private static final int MAX_TWINS = 4096;

  /** The delay for which a thread that slept too long may compensate. */
  private static final long SLACK = Duration.ofMillis(100).toNanos();

  private final BulkLimits limits;
  private final Map<String, Long> nextByTwin = new HashMap<>();
  private long nextCreateOrDelete;
  private long nextPatch;
  private long pausedUntil;

  BulkRateLimiter(BulkLimits limits, long now) {
    this.limits = limits;
    nextCreateOrDelete = now;
    nextPatch = now;
    pausedUntil = now;
  }

  /** Returns the remaining delay of an item, or a value that is not positive if it may start. */
  long delay(BulkItem item, long now) {
    long delay =
        Math.max(
            pausedUntil - now, (item.kind.createOrDelete ? nextCreateOrDelete : nextPatch) - now);
    for (String twin : item.twins) {
      Long free = nextByTwin.get(twin);
      delay = free == null ? delay : Math.max(delay, free - now);
    }
    return delay;
  }

  /** Records the start of an item. */
  void recordStart(BulkItem item, long now) {
    if (item.kind.createOrDelete) {
      nextCreateOrDelete = next(nextCreateOrDelete, now, limits.createOrDeletePerSecond());
    } else {
      nextPatch = next(nextPatch, now, limits.patchPerSecond());
    }
    if (nextByTwin.size() > MAX_TWINS) {
      nextByTwin.values().removeIf(free -> free - now <= 0);
    }
    for (String twin : item.twins) {
      nextByTwin.put(twin, now + second() / limits.perTwinPerSecond());
    }
  }

  /** Delays all items by at least this time. */
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
