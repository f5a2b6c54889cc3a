package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AuthListener;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The sign-outs of one application: a mark in the store for all nodes, and counters that make the
 * cached tokens and sessions of this node reread the store. Thread-safe.
 */
public final class SignOutRegistry {
  private final SignOutStore store;
  private final LongSupplier ticker;
  private final long checkIntervalNanos;
  private final AuthListener listener;
  private final SignOutCounters userSignOuts = new SignOutCounters();
  private final SignOutCounters sessionEnds = new SignOutCounters();

  /**
   * Creates a registry.
   *
   * @param checkInterval how long state that was read from the store may be used
   * @param listener is notified when the store fails
   */
  public SignOutRegistry(
      TokenClientContext context, TokenStore store, Duration checkInterval, AuthListener listener) {
    this.store = new SignOutStore(context, store);
    this.ticker = context.timing().ticker();
    this.checkIntervalNanos = checkInterval.toNanos();
    this.listener = listener;
  }

  /** Returns the time to record for a sign-out that happens now. */
  Instant now() {
    return store.now();
  }

  /**
   * Records that a user signed out.
   *
   * @throws UnavailableException if the store did not confirm it; the user is then still signed in
   */
  void signOut(UserId user, Instant signedOutAt) {
    store.put(user, signedOutAt);
    // Count after the mark was stored: a check that runs before would not find the mark.
    userSignOuts.counter(user).incrementAndGet();
    sessionEnds.counter(user).incrementAndGet();
  }

  /** Records that a session of the user ended on this node, where others may hold it too. */
  void sessionEnded(UserId user) {
    sessionEnds.counter(user).incrementAndGet();
  }

  /**
   * Returns whether the user has signed out at or after the given time.
   *
   * @throws IOException if the store cannot be read
   */
  boolean hasSignedOutSince(UserId user, Instant issuedAt) throws IOException {
    return store.hasSignedOutSince(user, issuedAt);
  }

  /** Returns the count of sign-outs that concern the cached tokens of the user. */
  AtomicInteger userSignOuts(UserId user) {
    return userSignOuts.counter(user);
  }

  /** Returns the count of sign-outs and ended sessions that concern the user's sessions. */
  AtomicInteger sessionEnds(UserId user) {
    return sessionEnds.counter(user);
  }

  void storeFailed(Exception failure) {
    listener.storeFailed("read", failure);
  }

  long checkIntervalNanos() {
    return checkIntervalNanos;
  }

  long nanoTime() {
    return ticker.getAsLong();
  }
}
