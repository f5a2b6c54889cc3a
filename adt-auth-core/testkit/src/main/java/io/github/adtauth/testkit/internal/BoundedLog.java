package io.github.adtauth.testkit.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The most recent entries of a log. The oldest ones are dropped when the log has too many entries,
 * or when their total length is too high. Thread-safe.
 */
public final class BoundedLog<T> {
  /** The default maximum number of entries. */
  public static final int DEFAULT_MAX_ENTRIES = 10_000;

  private static final long MAX_LENGTH = 64L << 20;

  private final int maxEntries;
  private final ToIntFunction<T> lengthOf;
  private final Deque<T> entries = new ArrayDeque<>();
  private long length;
  private long count;

  /** Creates an empty log. */
  public BoundedLog(int maxEntries, ToIntFunction<T> lengthOf) {
    if (maxEntries < 0) {
      throw new IllegalArgumentException("maximum of entries must not be negative: " + maxEntries);
    }
    this.maxEntries = maxEntries;
    this.lengthOf = lengthOf;
  }

  /** Adds an entry. */
  public synchronized void add(T entry) {
    count++;
    entries.addLast(entry);
    length += lengthOf.applyAsInt(entry);
    while (entries.size() > maxEntries || (length > MAX_LENGTH && entries.size() > 1)) {
      length -= lengthOf.applyAsInt(entries.removeFirst());
    }
  }

  /** Returns the entries, oldest first. */
  public synchronized List<T> entries() {
    return List.copyOf(entries);
  }

  /** Returns the number of entries since the log was created or cleared, including dropped ones. */
  public synchronized long count() {
    return count;
  }

  /** Removes all entries and resets the count. */
  public synchronized void clear() {
    entries.clear();
    length = 0;
    count = 0;
  }
}
