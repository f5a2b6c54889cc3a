package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.onbehalfof.UserId;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the sign-outs on this node in 1,024 buckets of users. Cached tokens are checked against
 * the store again when the count of their user's bucket has changed. A sign-out therefore reaches
 * all cached tokens of the user and causes few extra reads for other users. Thread-safe.
 */
final class SignOutCounters {
  private final AtomicInteger[] counters = new AtomicInteger[1024];

  SignOutCounters() {
    for (int i = 0; i < counters.length; i++) {
      counters[i] = new AtomicInteger();
    }
  }

  /** Returns the counter of the user's bucket. */
  AtomicInteger counter(UserId user) {
    return counters[Math.floorMod(user.hashCode(), counters.length)];
  }
}
