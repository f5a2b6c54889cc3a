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
 * Keeps entries in the memory of this process, unsealed, bounded by weight: when it is full the
 * entries that are least used go before they expire, so it must not be the only place of what has
 * to last. Thread-safe; share it. Nothing to close. It never throws {@code IOException}.
 */
public final class MemoryTokenStore implements TokenStore {
  /** What an entry weighs beside its value. */
  private static final int ENTRY_OVERHEAD = 500;

  private final Timing timing;
  private final Cache<StoreKey, Entry> entries;

  private MemoryTokenStore(long maximumWeight, Timing timing) {
    this.timing = timing;
    entries =
        Caffeine.newBuilder()
            .maximumWeight(maximumWeight)
            .weigher((StoreKey key, Entry entry) -> ENTRY_OVERHEAD + entry.value().length)
            .expireAfter(Expiry.writing((StoreKey key, Entry entry) -> lifetime(entry)))
            .ticker(timing.ticker()::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Makes a store bounded to about this many bytes, on the time of the machine.
   *
   * @throws IllegalArgumentException if it is less than 64 KB
   */
  public static MemoryTokenStore withMaximumBytes(long maximumWeight) {
    return withMaximumBytes(maximumWeight, Timing.system());
  }

  /**
   * Makes a store bounded to about this many bytes.
   *
   * @throws IllegalArgumentException if it is less than 64 KB
   */
  public static MemoryTokenStore withMaximumBytes(long maximumWeight, Timing timing) {
    if (maximumWeight < 64 << 10) {
      throw new IllegalArgumentException("maximumWeight is in bytes, at least 64 KB");
    }
    return new MemoryTokenStore(maximumWeight, Objects.requireNonNull(timing, "timing"));
  }

  @Override
  public byte @Nullable [] get(StoreKey key) {
    Entry entry = alive(entries.getIfPresent(key));
    return entry == null ? null : entry.value().clone();
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) {
    Entry entry = alive(Entry.of(value, expiresAt));
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
            (k, held) -> {
              Entry present = alive(held);
              replaced[0] = Entry.matches(present, expected);
              return replaced[0] ? alive(next) : present;
            });
    return replaced[0];
  }

  /** Returns how many entries there are, about. */
  public long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }

  private @Nullable Entry alive(@Nullable Entry entry) {
    return entry != null && entry.isLiveAt(timing.clock()) ? entry : null;
  }

  private Duration lifetime(Entry entry) {
    long now = timing.clock().millis();
    return entry.expiresAtMillis() == Long.MAX_VALUE
        ? Duration.ofNanos(Long.MAX_VALUE)
        : Duration.ofMillis(Math.max(1, entry.expiresAtMillis() - now));
  }
}
