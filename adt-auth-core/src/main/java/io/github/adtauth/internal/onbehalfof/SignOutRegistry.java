package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AuthListener;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.log.WarningLimit;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sign-outs of one application: a mark in the store for all nodes, and counters that make the
 * cached tokens and sessions of this node reread the store. Thread-safe.
 */
public final class SignOutRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(OnBehalfOf.class);

  private final SignOutStore store;
  private final LongSupplier ticker;
  private final long checkIntervalNanos;
  private final AuthListener listener;
  private final WarningLimit readFailures;
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
    readFailures = new WarningLimit(ticker);
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

  /** Logs that sign-out state could not be read, at most once a minute; notifies the listener. */
  void readFailed(Exception failure) {
    long suppressed = readFailures.acquire("read");
    if (suppressed != WarningLimit.SUPPRESSED) {
      LOG.warn(
          "Failed to read sign-out state from the store; using cached state: {}{}",
          Redactor.sanitize(failure.toString(), 300),
          WarningLimit.sentence(suppressed));
    }
    listener.storeFailed("read", failure);
  }

  long checkIntervalNanos() {
    return checkIntervalNanos;
  }

  long nanoTime() {
    return ticker.getAsLong();
  }
}
