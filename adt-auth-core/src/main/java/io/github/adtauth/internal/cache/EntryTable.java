package io.github.adtauth.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.adtauth.Timing;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a cache. One alone is kept in a field, which is all that a service needs: to
 * load and link Caffeine takes a tenth of the time to its first call. A second partition, or one
 * that is too heavy, brings Caffeine. Thread-safe.
 */
final class EntryTable {
  private final long maximumWeight;
  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable OwnerEntries only;
  private volatile @Nullable Cache<TokenOwner, OwnerEntries> many;

  EntryTable(long maximumWeight, Timing timing) {
    this.maximumWeight = maximumWeight;
    this.timing = timing;
  }

  /** Returns the partition of an owner; it begins empty. */
  OwnerEntries of(TokenOwner owner) {
    Cache<TokenOwner, OwnerEntries> cache = many;
    if (cache != null) {
      return cache.get(owner, OwnerEntries::new);
    }
    OwnerEntries one = only;
    return one != null && one.owner().equals(owner) ? one : keep(new OwnerEntries(owner));
  }

  /**
   * Weighs a partition again. Back in, if it had expired: a provider holds it still, and {@link
   * #remove} is to find it.
   *
   * @return the partition that is kept of its owner: another, if that has taken its place
   */
  OwnerEntries keep(OwnerEntries partition) {
    Cache<TokenOwner, OwnerEntries> cache = many;
    if (cache == null) {
      lock.lock();
      try {
        OwnerEntries alone = aloneWith(partition);
        if (alone != null) {
          return alone;
        }
        cache = cache();
      } finally {
        lock.unlock();
      }
    }
    return cache
        .asMap()
        .compute(partition.owner(), (owner, present) -> present == null ? partition : present);
  }

  /** Returns what is kept without Caffeine, or null if it does not do. Holds the lock. */
  private @Nullable OwnerEntries aloneWith(OwnerEntries partition) {
    OwnerEntries one = only == null ? partition : only;
    if (many != null
        || !one.owner().equals(partition.owner())
        || CaffeineEntryTable.weight(one) > maximumWeight) {
      return null;
    }
    only = one;
    return one;
  }

  /** Holds the lock. */
  private Cache<TokenOwner, OwnerEntries> cache() {
    Cache<TokenOwner, OwnerEntries> cache = many;
    if (cache == null) {
      cache = CaffeineEntryTable.cache(maximumWeight, timing);
      OwnerEntries one = only;
      if (one != null) {
        cache.put(one.owner(), one);
      }
      many = cache;
      only = null;
    }
    return cache;
  }

  @Nullable OwnerEntries remove(TokenOwner owner) {
    lock.lock();
    try {
      OwnerEntries one = only;
      if (one != null && one.owner().equals(owner)) {
        only = null;
        return one;
      }
    } finally {
      lock.unlock();
    }
    Cache<TokenOwner, OwnerEntries> cache = many;
    return cache == null ? null : cache.asMap().remove(owner);
  }

  Stream<OwnerEntries> all() {
    Cache<TokenOwner, OwnerEntries> cache = many;
    return cache == null ? Stream.ofNullable(only) : cache.asMap().values().stream();
  }

  /** Returns how many there are, about. */
  long size() {
    Cache<TokenOwner, OwnerEntries> cache = many;
    if (cache == null) {
      return only == null ? 0 : 1;
    }
    cache.cleanUp();
    return cache.estimatedSize();
  }
}
