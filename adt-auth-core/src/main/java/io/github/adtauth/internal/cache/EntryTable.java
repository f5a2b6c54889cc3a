package io.github.adtauth.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.adtauth.Timing;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps owners to their entries. The entries of a single owner are kept in a field, because a
 * service has no other owner, and loading Caffeine takes a tenth of the time to the first call. A
 * second owner, or an owner whose entries exceed the maximum weight, switches to Caffeine.
 * Thread-safe.
 */
final class EntryTable {
  private final long maximumWeight;
  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Function<TokenOwner, OwnerEntries> factory;
  private volatile @Nullable OwnerEntries single;
  private volatile @Nullable Cache<TokenOwner, OwnerEntries> cache;

  EntryTable(long maximumWeight, Timing timing) {
    this.maximumWeight = maximumWeight;
    this.timing = timing;
    UnaryOperator<OwnerEntries> reweigh = this::reweigh;
    this.factory = owner -> new OwnerEntries(owner, reweigh);
  }

  /** Returns the entries of an owner, which may be new. */
  OwnerEntries get(TokenOwner owner) {
    Cache<TokenOwner, OwnerEntries> current = cache;
    if (current != null) {
      return current.get(owner, factory);
    }
    OwnerEntries entries = single;
    return entries != null && entries.owner().equals(owner)
        ? entries
        : reweigh(factory.apply(owner));
  }

  /**
   * Weighs entries again. If they had expired, they are inserted again, because a provider still
   * references them and {@link #remove} must find them.
   *
   * @return the entries that the table keeps for the owner; not the given ones if others have
   *     replaced them
   */
  OwnerEntries reweigh(OwnerEntries entries) {
    Cache<TokenOwner, OwnerEntries> current = cache;
    if (current == null) {
      lock.lock();
      try {
        OwnerEntries kept = keepSingle(entries);
        if (kept != null) {
          return kept;
        }
        current = switchToCaffeine();
      } finally {
        lock.unlock();
      }
    }
    return current
        .asMap()
        .compute(entries.owner(), (owner, present) -> present == null ? entries : present);
  }

  /** Returns the kept entries of the only owner, or null if Caffeine is needed. Holds the lock. */
  private @Nullable OwnerEntries keepSingle(OwnerEntries entries) {
    OwnerEntries kept = single == null ? entries : single;
    if (cache != null
        || !kept.owner().equals(entries.owner())
        || CaffeineEntryTable.weight(kept) > maximumWeight) {
      return null;
    }
    single = kept;
    return kept;
  }

  /** Requires the lock. */
  private Cache<TokenOwner, OwnerEntries> switchToCaffeine() {
    Cache<TokenOwner, OwnerEntries> current = cache;
    if (current == null) {
      current = CaffeineEntryTable.create(maximumWeight, timing);
      OwnerEntries entries = single;
      if (entries != null) {
        current.put(entries.owner(), entries);
      }
      cache = current;
      single = null;
    }
    return current;
  }

  /** Removes and returns the entries of an owner, or returns null if there are none. */
  @Nullable OwnerEntries remove(TokenOwner owner) {
    lock.lock();
    try {
      OwnerEntries entries = single;
      if (entries != null && entries.owner().equals(owner)) {
        single = null;
        return entries;
      }
    } finally {
      lock.unlock();
    }
    Cache<TokenOwner, OwnerEntries> current = cache;
    return current == null ? null : current.asMap().remove(owner);
  }

  /** Returns the entries of all owners. */
  Stream<OwnerEntries> stream() {
    Cache<TokenOwner, OwnerEntries> current = cache;
    return current == null ? Stream.ofNullable(single) : current.asMap().values().stream();
  }

  /** Returns the approximate number of owners. */
  long size() {
    Cache<TokenOwner, OwnerEntries> current = cache;
    if (current == null) {
      return single == null ? 0 : 1;
    }
    current.cleanUp();
    return current.estimatedSize();
  }
}
