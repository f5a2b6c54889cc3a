package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decides when cached tokens of a user must be checked against the sign-out state in the store:
 * when the check interval has passed, and immediately after a sign-out on this node. Only sign-outs
 * after the creation of a check are noticed, so create it before the first read. Thread-safe.
 */
abstract class SignOutCheck {
  private static final long RETRY_AFTER_STORE_FAILURE = Duration.ofSeconds(1).toNanos();

  private final SignOutRegistry registry;
  private final AtomicInteger signOuts;
  private volatile int signOutsSeen;
  private volatile long nextCheckNanos;

  /**
   * Creates a check.
   *
   * @param signOuts the count of sign-outs that concern the user
   * @param initialDelayNanos when the first check is due; 0 for immediately
   */
  SignOutCheck(SignOutRegistry registry, AtomicInteger signOuts, long initialDelayNanos) {
    this.registry = registry;
    this.signOuts = signOuts;
    signOutsSeen = signOuts.get();
    nextCheckNanos = registry.nanoTime() + initialDelayNanos;
  }

  /**
   * Reads the sign-out state.
   *
   * @return whether the store could be read; if not, the cached state remains in use
   * @throws io.github.adtauth.AdtException if the tokens must not be used any more
   */
  abstract boolean read();

  final SignOutRegistry registry() {
    return registry;
  }

  /** Returns a cached token, or null if there is none or a check is due. */
  final @Nullable AccessToken cachedToken(TokenProvider tokens, TokenRequest request) {
    return isDue() ? null : tokens.cachedToken(request);
  }

  /** Returns a token, and runs the check before and after the request if it is due. */
  final AccessToken token(TokenProvider tokens, TokenRequest request) throws IOException {
    AccessToken cached = cachedToken(tokens, request);
    if (cached != null) {
      return cached;
    }
    runIfDue();
    AccessToken token = tokens.token(request);
    runIfDue(); // the user may have signed out during the request
    return token;
  }

  private boolean isDue() {
    return signOutsSeen != signOuts.get() || registry.nanoTime() - nextCheckNanos >= 0;
  }

  private void runIfDue() {
    if (isDue()) {
      run();
    }
  }

  /** Reads the sign-out state now; see {@link #read}. */
  final void run() {
    int countBefore = signOuts.get();
    long start = registry.nanoTime();
    long interval = registry.checkIntervalNanos();
    boolean succeeded;
    try {
      succeeded = read();
    } catch (RuntimeException e) {
      nextCheckNanos = start; // still due: the next call must not get a cached token
      throw e;
    }
    nextCheckNanos =
        succeeded
            ? start + interval
            : registry.nanoTime() + Math.min(interval, RETRY_AFTER_STORE_FAILURE);
    signOutsSeen = countBefore;
  }
}
