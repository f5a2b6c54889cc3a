package io.github.adtauth.soak;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** With which inbound token each user comes, and when he was last challenged. */
final class Users {
  private final AtomicIntegerArray signIns;
  private final AtomicIntegerArray challenges;
  private final AtomicLongArray lastChallenge;

  Users(int count) {
    signIns = new AtomicIntegerArray(count);
    challenges = new AtomicIntegerArray(count);
    lastChallenge = new AtomicLongArray(count);
  }

  int signIn(int user) {
    return signIns.get(user);
  }

  void signsInAgain(int user) {
    signIns.incrementAndGet(user);
  }

  void challenged(int user) {
    challenges.incrementAndGet(user);
  }

  void challengeOver(int user) {
    lastChallenge.set(user, System.currentTimeMillis());
    challenges.decrementAndGet(user);
  }

  boolean unchallengedSince(int user, long millis) {
    return challenges.get(user) == 0 && lastChallenge.get(user) + 1_000 < millis;
  }
}
