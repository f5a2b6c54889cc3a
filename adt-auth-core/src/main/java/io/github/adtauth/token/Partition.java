package io.github.adtauth.token;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** All that is kept of one owner: a slot for each set of scopes, mostly one. Thread-safe. */
final class Partition {
  private static final TokenSlot[] NONE = {};
  private static final AtomicReferenceFieldUpdater<Partition, TokenSlot[]> SLOTS =
      AtomicReferenceFieldUpdater.newUpdater(Partition.class, TokenSlot[].class, "slots");

  private final TokenOwner owner;
  private volatile TokenSlot[] slots = NONE;

  Partition(TokenOwner owner) {
    this.owner = owner;
  }

  TokenOwner owner() {
    return owner;
  }

  TokenSlot slot(Set<String> scopes, TokenCache cache) {
    TokenSlot found = find(slots, scopes);
    return found == null ? findOrMake(scopes, cache) : found;
  }

  private static @Nullable TokenSlot find(TokenSlot[] among, Set<String> scopes) {
    for (TokenSlot slot : among) {
      if (slot.isFor(scopes)) {
        return slot;
      }
    }
    return null;
  }

  private TokenSlot findOrMake(Set<String> scopes, TokenCache cache) {
    TokenSlot made = new TokenSlot(cache, this, scopes);
    while (true) {
      TokenSlot[] present = slots;
      TokenSlot found = find(present, scopes);
      if (found != null) {
        return found;
      }
      TokenSlot[] more = Arrays.copyOf(present, present.length + 1);
      more[present.length] = made;
      if (SLOTS.compareAndSet(this, present, more)) {
        return made;
      }
    }
  }

  /** Forgets the tokens for good, also for whoever holds a slot; returns what they were for. */
  TokenSlot[] clear() {
    TokenSlot[] gone;
    do {
      gone = slots;
    } while (!SLOTS.compareAndSet(this, gone, NONE));
    for (TokenSlot slot : gone) {
      slot.remove();
    }
    return gone;
  }

  int weight() {
    int weight = 0;
    for (TokenSlot slot : slots) {
      weight += slot.weight();
    }
    return weight;
  }

  /** Returns when the last token expires, or 0 if there is none. */
  long expiresAtMillis() {
    long last = 0;
    for (TokenSlot slot : slots) {
      last = Math.max(last, slot.expiresAtMillis());
    }
    return last;
  }
}
