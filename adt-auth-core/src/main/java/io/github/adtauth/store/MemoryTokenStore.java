package io.github.adtauth.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.store.StoreFullException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stores entries in memory, without encryption. Thread-safe.
 *
 * <p>Tokens, which can be requested again, take at most half of the memory. If it is full, the
 * store evicts the least used tokens before they expire. All other entries, such as sign-outs and
 * sessions, are kept until they expire in the other half. If that is full, the store rejects new
 * ones with an {@link IOException}. Part of it is reserved for sign-outs.
 */
public final class MemoryTokenStore implements TokenStore {
  /** The estimated size of an entry in addition to its value, in bytes. */
  private static final int ENTRY_OVERHEAD = 500;

  private final Timing timing;
  private final long maximumBytes;
  private final Cache<StoreKey, Entry> tokens;
  private final Cache<StoreKey, Entry> durableEntries;
  private final Policy.Eviction<StoreKey, Entry> durableBytes;
  // Guards all writes, so that durable entries are compared, counted and written in one step.
  private final ReentrantLock lock = new ReentrantLock();

  private MemoryTokenStore(long maximumBytes, Timing timing) {
    this.timing = timing;
    this.maximumBytes = maximumBytes;
    tokens = newCache(maximumBytes / 2);
    durableEntries = newCache(Long.MAX_VALUE);
    durableBytes = durableEntries.policy().eviction().orElseThrow();
  }

  private Cache<StoreKey, Entry> newCache(long maximumWeight) {
    return Caffeine.newBuilder()
        .maximumWeight(maximumWeight)
        .weigher((StoreKey key, Entry entry) -> weight(entry))
        .expireAfter(Expiry.writing((StoreKey key, Entry entry) -> lifetime(entry)))
        .ticker(timing.ticker()::getAsLong)
        .executor(Runnable::run)
        .build();
  }

  /**
   * Creates a store that holds at most about this many bytes, half of them tokens.
   *
   * @throws IllegalArgumentException if the maximum is less than 64 KB
   */
  public static MemoryTokenStore withMaximumBytes(long maximumBytes) {
    return withMaximumBytes(maximumBytes, Timing.system());
  }

  /**
   * Creates a store that holds at most about this many bytes, half of them tokens, and uses the
   * given clock. For tests.
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
    Entry entry = liveOrNull(region(key).getIfPresent(key));
    return entry == null ? null : entry.value().clone();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the entry is not a token and the memory for such entries is full
   */
  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    Entry entry = Entry.of(value, expiresAt);
    lock.lock();
    try {
      write(key, entry);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(StoreKey key) {
    lock.lock();
    try {
      region(key).invalidate(key);
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the entry is not a token and the memory for such entries is full
   */
  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    Entry entry = Entry.of(value, expiresAt);
    lock.lock();
    try {
      if (!Entry.matches(liveOrNull(region(key).getIfPresent(key)), expected)) {
        return false;
      }
      write(key, entry);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the approximate number of entries. */
  public long size() {
    tokens.cleanUp();
    durableEntries.cleanUp();
    return tokens.estimatedSize() + durableEntries.estimatedSize();
  }

  private static boolean isToken(StoreKey key) {
    return key.kind().equals("token");
  }

  private Cache<StoreKey, Entry> region(StoreKey key) {
    return isToken(key) ? tokens : durableEntries;
  }

  private void write(StoreKey key, Entry entry) throws IOException {
    if (liveOrNull(entry) == null) {
      region(key).invalidate(key);
      return;
    }
    if (!isToken(key)) {
      requireCapacity(key, entry);
    }
    region(key).put(key, entry);
  }

  /** Entries that do not grow are always accepted, so that a session can rotate its token. */
  private void requireCapacity(StoreKey key, Entry entry) throws IOException {
    durableEntries.cleanUp(); // removes expired entries, and applies pending changes to the weight
    Entry existing = durableEntries.getIfPresent(key);
    int growth = weight(entry) - (existing == null ? 0 : weight(existing));
    long limit = key.kind().equals("signout") ? maximumBytes / 2 : maximumBytes / 8 * 3;
    if (growth > 0 && durableBytes.weightedSize().orElseThrow() + growth > limit) {
      throw new StoreFullException(
          "the MemoryTokenStore is full; entries of the kind '"
              + key.kind()
              + "' are not evicted. Create the store with more than "
              + maximumBytes
              + " bytes.");
    }
  }

  private static int weight(Entry entry) {
    return ENTRY_OVERHEAD + entry.value().length;
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
