package io.github.adtauth.internal.onbehalfof;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides when the holder of a user's tokens reads from the store again whether they may still be
 * used: once the local time to live is over, and at once after a sign-out on this node. A sign-out
 * that comes after this object was created is noticed, so create it before the first read.
 * Thread-safe.
 */
public abstract class SignOutCheck {
  private static final long RETRY_AFTER_STORE_FAILURE = Duration.ofSeconds(1).toNanos();

  private final Sessions sessions;
  private final AtomicInteger signOuts;
  private volatile int signOutsSeen;
  private volatile long nextCheck;

  /**
   * Creates a check.
   *
   * @param signOuts the count of sign-outs that concern the user
   * @param firstCheckIn nanoseconds until the first check is due; 0 if it is now
   */
  SignOutCheck(Sessions sessions, AtomicInteger signOuts, long firstCheckIn) {
    this.sessions = sessions;
    this.signOuts = signOuts;
    signOutsSeen = signOuts.get();
    nextCheck = sessions.ticks() + firstCheckIn;
  }

  /**
   * Reads from the store.
   *
   * @return whether the store could be read; if not, the caller continues without it
   * @throws io.github.adtauth.AdtException if the tokens must not be used any more
   */
  abstract boolean read();

  /** Returns whether the store has to be read before a token is handed out. */
  public final boolean isDue() {
    return signOutsSeen != signOuts.get() || sessions.ticks() - nextCheck >= 0;
  }

  final void runIfDue() {
    if (isDue()) {
      run();
    }
  }

  /** Reads from the store now; see {@link #read}. */
  public final void run() {
    int countBefore = signOuts.get();
    long start = sessions.ticks();
    long timeToLive = sessions.localTtlNanos();
    boolean succeeded;
    try {
      succeeded = read();
    } catch (RuntimeException e) {
      nextCheck = start; // still due: the next call must not get a cached token
      throw e;
    }
    nextCheck =
        succeeded
            ? start + timeToLive
            : sessions.ticks() + Math.min(timeToLive, RETRY_AFTER_STORE_FAILURE);
    signOutsSeen = countBefore;
  }
}
