package io.github.adtauth.internal.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Limits warnings to one per minute and key, and counts the suppressed ones. At most {@value
 * #MAX_KEYS} keys are tracked per minute; any others share one limit. Suppressing a warning does
 * not take a lock. Thread-safe.
 */
public final class WarningLimit {
  /** The result of {@link #acquire} for a warning that must not be logged. */
  public static final long SUPPRESSED = -1;

  private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MAX_KEYS = 64;
  private static final String OTHER_KEYS = "";

  private final LongSupplier ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Window> windows = new ConcurrentHashMap<>();

  /** Creates a limit. */
  public WarningLimit(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /**
   * Returns how many warnings with this key were suppressed since the last one was logged, or
   * {@link #SUPPRESSED} if this one must not be logged either.
   */
  public long acquire(String key) {
    long now = ticker.getAsLong();
    return isSuppressed(key, now) ? SUPPRESSED : openWindow(key, now);
  }

  private boolean isSuppressed(String key, long now) {
    Window window = windows.get(key);
    if (window == null || window.isOver(now)) {
      return false;
    }
    window.suppressed.increment();
    return true;
  }

  private long openWindow(String key, long now) {
    lock.lock();
    try {
      String actualKey = windows.containsKey(key) || hasSpace(now) ? key : OTHER_KEYS;
      if (isSuppressed(actualKey, now)) {
        // Another thread was first, or the limit is shared with other keys.
        return SUPPRESSED;
      }
      Window last = windows.put(actualKey, new Window(now));
      return last == null ? 0 : last.suppressed.sum();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a key can be added, after removing those whose minute is over. */
  private boolean hasSpace(long now) {
    if (windows.size() >= MAX_KEYS) {
      windows.values().removeIf(window -> window.isOver(now));
    }
    return windows.size() < MAX_KEYS;
  }

  /**
   * Returns the sentence for a number of suppressed warnings, with a leading space; empty if there
   * are none.
   */
  public static String sentence(long suppressed) {
    return suppressed <= 0 ? "" : " (" + suppressed + " more were not logged.)";
  }

  private static final class Window {
    private final long loggedAt;
    private final LongAdder suppressed = new LongAdder();

    Window(long loggedAt) {
      this.loggedAt = loggedAt;
    }

    boolean isOver(long now) {
      return now - loggedAt >= INTERVAL_NANOS;
    }
  }
}
