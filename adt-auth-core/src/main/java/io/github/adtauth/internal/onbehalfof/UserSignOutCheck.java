package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.UserId;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the user of an inbound token has signed out since it was issued. A store that is
 * down is not an outage: what was known before remains true. Thread-safe.
 */
public final class UserSignOutCheck extends SignOutCheck {
  private static final Logger LOG = LoggerFactory.getLogger(OnBehalfOf.class);

  private final OnBehalfOfParts parts;
  private final SignOutStore marks;
  private final InboundToken inbound;
  private final UserId user;
  private final TokenOwner owner;
  private volatile boolean signedOut;

  private UserSignOutCheck(
      OnBehalfOfParts parts,
      Sessions sessions,
      InboundToken inbound,
      UserId user,
      TokenOwner owner) {
    super(sessions, sessions.signOuts(user), 0);
    this.parts = parts;
    this.marks = sessions.marks();
    this.inbound = inbound;
    this.user = user;
    this.owner = owner;
  }

  /** Returns the check of an inbound token; null if there is no store or it names no user. */
  public static @Nullable UserSignOutCheck of(
      OnBehalfOfParts parts, InboundToken inbound, TokenOwner owner) {
    Sessions sessions = parts.sessions();
    UserId user = inbound.user();
    return sessions == null || user == null
        ? null
        : new UserSignOutCheck(parts, sessions, inbound, user, owner);
  }

  /** Records that the user signed out on this node; the store need not be read for it. */
  void signedOut() {
    signedOut = true;
  }

  @Override
  boolean read() {
    boolean succeeded = true;
    try {
      if (!signedOut && marks.signedOutSince(user, inbound.issuedAt())) {
        signedOut = true;
      }
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("The call was canceled while the store was read.").cause(e));
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "Failed to read whether a user signed out; continuing: {}",
          Redactor.sanitize(e.toString(), 300));
      parts.listener().storeFailed("read", e);
      succeeded = false;
    }
    if (signedOut) {
      parts.cache().remove(owner);
      throw InboundTokenChecks.signedOut();
    }
    return succeeded;
  }
}
