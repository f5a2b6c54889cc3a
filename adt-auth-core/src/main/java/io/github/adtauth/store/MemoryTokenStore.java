package io.github.adtauth.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.adtauth.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stores entries in memory, without encryption. If the store is full, it evicts the least used
 * entries before they expire, so it must not be the only place for durable data. Thread-safe. Never
 * throws {@code IOException}.
 */
public final class MemoryTokenStore implements TokenStore {
  /** The estimated size of an entry in addition to its value, in bytes. */
  private static final int ENTRY_OVERHEAD = 500;

  private final Timing timing;
  private final Cache<StoreKey, Entry> entries;

  private MemoryTokenStore(long maximumBytes, Timing timing) {
    this.timing = timing;
    entries =
        Caffeine.newBuilder()
            .maximumWeight(maximumBytes)
            .weigher((StoreKey key, Entry entry) -> ENTRY_OVERHEAD + entry.value().length)
            .expireAfter(Expiry.writing((StoreKey key, Entry entry) -> lifetime(entry)))
            .ticker(timing.ticker()::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Creates a store that holds at most about this many bytes.
   *
   * @throws IllegalArgumentException if the maximum is less than 64 KB
   */
  public static MemoryTokenStore withMaximumBytes(long maximumBytes) {
    return withMaximumBytes(maximumBytes, Timing.system());
  }

  /**
   * Creates a store that holds at most about this many bytes and uses the given clock. For tests.
   *
   * @throws IllegalArgumentException if the maximum is less than 64 KB
   */
  public static MemoryTokenStore withMaximumBytes(long maximumBytes, Timing timing) {
    if (maximumBytes < 64 << 10) {
      throw new IllegalArgumentException("maximumBytes must be at least 64 KB: " + maximumBytes);
    }
    return new MemoryTokenStore(maximumBytes, Objects.requireNonNull(timing, "timing"));
  }

  @Override
  public byte @Nullable [] get(StoreKey key) {
    Entry entry = liveOrNull(entries.getIfPresent(key));
    return entry == null ? null : entry.value().clone();
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) {
    Entry entry = liveOrNull(Entry.of(value, expiresAt));
    if (entry == null) {
      entries.invalidate(key);
    } else {
      entries.put(key, entry);
    }
  }

  @Override
  public void remove(StoreKey key) {
    entries.invalidate(key);
  }

  @Override
  public boolean replace(
      StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt) {
    Entry next = Entry.of(value, expiresAt);
    boolean[] replaced = new boolean[1];
    entries
        .asMap()
        .compute(
            key,
            (k, stored) -> {
              Entry current = liveOrNull(stored);
              replaced[0] = Entry.matches(current, expected);
              return replaced[0] ? liveOrNull(next) : current;
            });
    return replaced[0];
  }

  /** Returns the approximate number of entries. */
  public long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }

  private @Nullable Entry liveOrNull(@Nullable Entry entry) {
    return entry != null && entry.isLiveAt(timing.clock()) ? entry : null;
  }

  private Duration lifetime(Entry entry) {
    long now = timing.clock().millis();
    return entry.expiresAtMillis() == Long.MAX_VALUE
        ? Duration.ofNanos(Long.MAX_VALUE)
        : Duration.ofMillis(Math.max(1, entry.expiresAtMillis() - now));
  }
}
