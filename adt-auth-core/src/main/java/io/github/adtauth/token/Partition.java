package io.github.adtauth.token;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is kept of one owner: a slot for each set of scopes, mostly one. Thread-safe. */
final class Partition {
  private static final TokenSlot[] NONE = {};

  private final TokenOwner owner;
  private volatile TokenSlot[] slots = NONE;

  Partition(TokenOwner owner) {
    this.owner = owner;
  }

  TokenOwner owner() {
    return owner;
  }

  TokenSlot slot(Set<String> scopes, TokenCache cache) {
    TokenSlot found = find(scopes);
    return found == null ? findOrMake(scopes, cache) : found;
  }

  private @Nullable TokenSlot find(Set<String> scopes) {
    for (TokenSlot slot : slots) {
      if (slot.isFor(scopes)) {
        return slot;
      }
    }
    return null;
  }

  private synchronized TokenSlot findOrMake(Set<String> scopes, TokenCache cache) {
    TokenSlot found = find(scopes);
    if (found == null) {
      found = new TokenSlot(cache, this, scopes);
      TokenSlot[] more = Arrays.copyOf(slots, slots.length + 1);
      more[slots.length] = found;
      slots = more;
    }
    return found;
  }

  /** Forgets the tokens for good, also for whoever holds a slot; returns what they were for. */
  synchronized TokenSlot[] clear() {
    TokenSlot[] gone = slots;
    for (TokenSlot slot : gone) {
      slot.remove();
    }
    slots = NONE;
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
