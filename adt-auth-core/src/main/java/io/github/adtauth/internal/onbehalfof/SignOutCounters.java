package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.onbehalfof.UserId;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often somebody signed out on this node, counted in a thousand buckets of users: who holds
 * tokens of a user looks at the user's mark again when the count of the bucket has moved. So a
 * sign-out reaches everything that is held here and makes few others read the store. Thread-safe.
 */
final class SignOutCounters {
  private final AtomicInteger[] counts = new AtomicInteger[1024];

  SignOutCounters() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new AtomicInteger();
    }
  }

  /** Returns the count of the user's bucket; to be increased once the mark is in the store. */
  AtomicInteger of(UserId user) {
    return counts[Math.floorMod(user.hashCode(), counts.length)];
  }
}
