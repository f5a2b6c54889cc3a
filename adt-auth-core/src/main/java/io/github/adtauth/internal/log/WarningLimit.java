package io.github.adtauth.internal.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Limits warnings to one a minute for each key, and counts the suppressed ones. Bounded: keys
 * beyond the first {@value #MAX_KEYS} share one limit. Thread-safe.
 */
public final class WarningLimit {
  /** The result of {@link #acquire} for a warning that must not be logged. */
  public static final long SUPPRESSED = -1;

  private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MAX_KEYS = 64;
  private static final String OTHER_KEYS = "";

  private final LongSupplier ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Window> windows = new HashMap<>();

  /** Creates a limit. */
  public WarningLimit(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /**
   * Returns how many warnings with this key were suppressed since the last one was logged, or
   * {@link #SUPPRESSED} if this one must not be logged either.
   */
  public long acquire(String key) {
    lock.lock();
    try {
      long now = ticker.getAsLong();
      String known = windows.containsKey(key) || windows.size() < MAX_KEYS ? key : OTHER_KEYS;
      Window window = windows.get(known);
      if (window != null && now - window.loggedAt < INTERVAL_NANOS) {
        window.suppressed++;
        return SUPPRESSED;
      }
      windows.put(known, new Window(now));
      return window == null ? 0 : window.suppressed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the sentence for a number of suppressed warnings, with a leading space; empty if there
   * are none.
   */
  public static String sentence(long suppressed) {
    return suppressed <= 0 ? "" : " (" + suppressed + " more were not logged.)";
  }

  private static final class Window {
    final long loggedAt;
    long suppressed;

    Window(long loggedAt) {
      this.loggedAt = loggedAt;
    }
  }
}
