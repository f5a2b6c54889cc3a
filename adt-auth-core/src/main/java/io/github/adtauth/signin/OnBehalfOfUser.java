package io.github.adtauth.signin;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenOwner;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One inbound token and what it is exchanged for: kept for as long as it lives, so that a call with
 * it costs a look-up. Thread-safe.
 */
final class OnBehalfOfUser implements TokenProvider {
  private static final String UNKNOWN_USER = "user assertion without oid and tid";

  private final OnBehalfOf all;
  private final InboundToken inbound;
  private final long admittedUntil; // here, because to follow a reference is dear among many users
  private final TokenOwner owner;
  private final TokenProvider tokens;
  private volatile boolean proven;
  private volatile boolean signedOut;
  private final @Nullable AtomicInteger signOuts;
  private volatile int signOutsSeen; // at the last look
  private volatile long nextLook;
  private volatile byte lastUse; // a second's last bits, for there are many users

  OnBehalfOfUser(OnBehalfOf all, InboundToken inbound, TokenOwner owner, String assertion) {
    this.all = all;
    this.inbound = inbound;
    admittedUntil = InboundTokenRules.admittedUntil(inbound);
    this.owner = owner;
    tokens = all.provider(this, assertion);
    signOuts = all.signOuts(inbound);
    signOutsSeen = signOuts == null ? 0 : signOuts.get() - 1; // the first use looks
  }

  InboundToken inbound() {
    return inbound;
  }

  /** Returns when the inbound token is refused as expired, in milliseconds since 1970. */
  long admittedUntil() {
    return admittedUntil;
  }

  /**
   * Tells whether the cache is to hear of this use: the first in a second, because to tell it takes
   * nearly a tenth of a hit. Which second it was is kept in one byte, so that a use exactly 256 s
   * after the last one is not told.
   *
   * @param now in milliseconds
   */
  boolean isUseDue(long now) {
    byte second = (byte) (now / 1_000);
    if (second == lastUse) {
      return false;
    }
    lastUse = second;
    return true;
  }

  /** Returns whose failures count together: all inbound tokens of a user, or all without a user. */
  Object principal() {
    UserId user = inbound.user();
    return user == null ? UNKNOWN_USER : user;
  }

  boolean isOf(UserId user) {
    return user.equals(inbound.user());
  }

  TokenOwner owner() {
    return owner;
  }

  /** Tells whether Entra has accepted the inbound token before. */
  boolean isProven() {
    return proven;
  }

  void proven() {
    proven = true;
  }

  void signedOut() {
    signedOut = true;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    AccessToken atHand = tokenAtHand(request);
    if (atHand != null) {
      return atHand;
    }
    refuseSignedOut();
    AccessToken token = tokens.token(request);
    refuseSignedOut(); // while it was waited for
    return token;
  }

  private void refuseSignedOut() {
    if (signOuts != null && isMarkDue()) {
      int before = signOuts.get();
      Boolean read = all.signedOut(inbound);
      if (Boolean.TRUE.equals(read)) {
        signedOut = true;
        all.forget(this);
      }
      nextLook = all.nextLook(read != null);
      signOutsSeen = before;
    }
    if (signedOut) {
      throw InboundTokenRules.signedOut();
    }
  }

  @Override
  public @Nullable AccessToken tokenAtHand(TokenRequest request) {
    return signedOut || isMarkDue() ? null : tokens.tokenAtHand(request);
  }

  private boolean isMarkDue() {
    return signOuts != null
        && !signedOut
        && (signOutsSeen != signOuts.get() || all.ticks() - nextLook >= 0);
  }

  @Override
  public String toString() {
    return "on behalf of " + owner.principal();
  }
}
