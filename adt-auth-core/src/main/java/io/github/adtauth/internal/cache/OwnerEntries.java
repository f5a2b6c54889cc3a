package io.github.adtauth.internal.cache;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one owner: a linked list with one entry for each set of scopes, usually one. It is
 * kept small, because there is one for each user. Thread-safe.
 */
final class OwnerEntries implements TokenEntry.Listener {
  private static final AtomicReferenceFieldUpdater<OwnerEntries, TokenEntry> FIRST =
      AtomicReferenceFieldUpdater.newUpdater(OwnerEntries.class, TokenEntry.class, "first");

  private final TokenOwner owner;
  private final UnaryOperator<OwnerEntries> reweigh;
  private volatile @Nullable TokenEntry first;

  /**
   * Creates an empty list.
   *
   * @param reweigh called after a change; returns the entries that the cache keeps for this owner
   */
  OwnerEntries(TokenOwner owner, UnaryOperator<OwnerEntries> reweigh) {
    this.owner = owner;
    this.reweigh = reweigh;
  }

  TokenOwner owner() {
    return owner;
  }

  /** Returns the entry for a set of scopes, which may be new. */
  TokenEntry entry(Set<String> scopes, CacheContext context) {
    while (true) {
      TokenEntry head = first;
      for (TokenEntry entry = head; entry != null; entry = entry.next()) {
        if (entry.isFor(scopes)) {
          return entry;
        }
      }
      TokenEntry created = new TokenEntry(context, owner, scopes, head, this);
      if (FIRST.compareAndSet(this, head, created)) {
        return created;
      }
    }
  }

  @Override
  public void entryChanged(TokenEntry entry) {
    if (reweigh.apply(this) != this) {
      entry.remove(); // the cache keeps other entries for this owner and could not find this one
    }
  }

  /** Removes all entries permanently and returns the first of them. */
  @Nullable TokenEntry clear() {
    TokenEntry removed;
    do {
      removed = first;
    } while (!FIRST.compareAndSet(this, removed, null));
    for (TokenEntry entry = removed; entry != null; entry = entry.next()) {
      entry.remove();
    }
    return removed;
  }

  /** Drops failures that no longer back off; see {@link TokenEntry#forgetFailures}. */
  void forgetFailures() {
    for (TokenEntry entry = first; entry != null; entry = entry.next()) {
      entry.forgetFailures();
    }
  }

  /** Returns the approximate number of bytes of all entries. */
  int weight() {
    int weight = 0;
    for (TokenEntry entry = first; entry != null; entry = entry.next()) {
      weight += entry.weight();
    }
    return weight;
  }

  /** Returns when the last token expires, in milliseconds since the epoch, or 0 without a token. */
  long expiresAtMillis() {
    long latest = 0;
    for (TokenEntry entry = first; entry != null; entry = entry.next()) {
      latest = Math.max(latest, entry.expiresAtMillis());
    }
    return latest;
  }
}
