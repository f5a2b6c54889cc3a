package io.github.adtauth.internal.cache;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one owner: a chain of slots, one for each set of scopes, mostly one. Small,
 * because there is one for each user. Thread-safe.
 */
final class OwnerEntries {
  private static final AtomicReferenceFieldUpdater<OwnerEntries, TokenEntry> FIRST =
      AtomicReferenceFieldUpdater.newUpdater(OwnerEntries.class, TokenEntry.class, "first");

  private final TokenOwner owner;
  private volatile @Nullable TokenEntry first;

  OwnerEntries(TokenOwner owner) {
    this.owner = owner;
  }

  TokenOwner owner() {
    return owner;
  }

  TokenEntry slot(Set<String> scopes, TokenCache cache) {
    while (true) {
      TokenEntry present = first;
      for (TokenEntry slot = present; slot != null; slot = slot.next()) {
        if (slot.isFor(scopes)) {
          return slot;
        }
      }
      TokenEntry made = new TokenEntry(cache, this, scopes, present);
      if (FIRST.compareAndSet(this, present, made)) {
        return made;
      }
    }
  }

  /** Forgets the tokens for good, also for whoever holds a slot; returns the first of them. */
  @Nullable TokenEntry clear() {
    TokenEntry gone;
    do {
      gone = first;
    } while (!FIRST.compareAndSet(this, gone, null));
    for (TokenEntry slot = gone; slot != null; slot = slot.next()) {
      slot.remove();
    }
    return gone;
  }

  /** Drops the failures of an entry that has expired; see {@link TokenEntry#forgetFailures}. */
  void forgetFailures() {
    for (TokenEntry slot = first; slot != null; slot = slot.next()) {
      slot.forgetFailures();
    }
  }

  int weight() {
    int weight = 0;
    for (TokenEntry slot = first; slot != null; slot = slot.next()) {
      weight += slot.weight();
    }
    return weight;
  }

  /** Returns when the last token expires, or 0 if there is none. */
  long expiresAtMillis() {
    long last = 0;
    for (TokenEntry slot = first; slot != null; slot = slot.next()) {
      last = Math.max(last, slot.expiresAtMillis());
    }
    return last;
  }
}
