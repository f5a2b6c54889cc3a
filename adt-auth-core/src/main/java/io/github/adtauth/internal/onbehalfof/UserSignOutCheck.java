package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.onbehalfof.UserId;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Checks whether the user of an inbound token has signed out since the token was issued. If the
 * store is down, the cached state remains in use. Thread-safe.
 */
final class UserSignOutCheck extends SignOutCheck {
  private final InboundToken inbound;
  private final UserId user;
  private final TokenOwner owner;
  private final TokenCache cache;
  private volatile boolean signedOut;

  UserSignOutCheck(
      SignOutRegistry registry,
      InboundToken inbound,
      UserId user,
      TokenOwner owner,
      TokenCache cache) {
    super(registry, registry.userSignOuts(user), 0);
    this.inbound = inbound;
    this.user = user;
    this.owner = owner;
    this.cache = cache;
  }

  /** Records that the user signed out on this node, so that the store need not be read. */
  void markSignedOut() {
    signedOut = true;
  }

  @Override
  boolean read() {
    boolean succeeded = true;
    try {
      if (!signedOut && registry().hasSignedOutSince(user, inbound.issuedAt())) {
        signedOut = true;
      }
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("The call was canceled while the token store was read.").cause(e));
    } catch (IOException | RuntimeException e) {
      registry().readFailed(e);
      succeeded = false;
    }
    if (signedOut) {
      cache.remove(owner);
      throw InboundTokenChecks.signedOut();
    }
    return succeeded;
  }
}
