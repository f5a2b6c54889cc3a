package io.github.adtauth.internal.cache;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one owner: a chain of slots, one for each set of scopes, mostly one. Small,
 * because there is one for each user. Thread-safe.
 */
final class Partition {
  private static final AtomicReferenceFieldUpdater<Partition, TokenSlot> FIRST =
      AtomicReferenceFieldUpdater.newUpdater(Partition.class, TokenSlot.class, "first");

  private final TokenOwner owner;
  private volatile @Nullable TokenSlot first;

  Partition(TokenOwner owner) {
    this.owner = owner;
  }

  TokenOwner owner() {
    return owner;
  }

  TokenSlot slot(Set<String> scopes, TokenCache cache) {
    while (true) {
      TokenSlot present = first;
      for (TokenSlot slot = present; slot != null; slot = slot.next()) {
        if (slot.isFor(scopes)) {
          return slot;
        }
      }
      TokenSlot made = new TokenSlot(cache, this, scopes, present);
      if (FIRST.compareAndSet(this, present, made)) {
        return made;
      }
    }
  }

  /** Forgets the tokens for good, also for whoever holds a slot; returns the first of them. */
  @Nullable TokenSlot clear() {
    TokenSlot gone;
    do {
      gone = first;
    } while (!FIRST.compareAndSet(this, gone, null));
    for (TokenSlot slot = gone; slot != null; slot = slot.next()) {
      slot.remove();
    }
    return gone;
  }

  /** Drops the failures of an entry that has expired; see {@link TokenSlot#forgetFailures}. */
  void forgetFailures() {
    for (TokenSlot slot = first; slot != null; slot = slot.next()) {
      slot.forgetFailures();
    }
  }

  int weight() {
    int weight = 0;
    for (TokenSlot slot = first; slot != null; slot = slot.next()) {
      weight += slot.weight();
    }
    return weight;
  }

  /** Returns when the last token expires, or 0 if there is none. */
  long expiresAtMillis() {
    long last = 0;
    for (TokenSlot slot = first; slot != null; slot = slot.next()) {
      last = Math.max(last, slot.expiresAtMillis());
    }
    return last;
  }
}
