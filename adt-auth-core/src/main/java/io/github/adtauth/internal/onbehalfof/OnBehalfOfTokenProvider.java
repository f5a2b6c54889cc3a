package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AuthListener;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One inbound token and what it is exchanged for: kept for as long as it lives, so that a call with
 * it costs a look-up. Thread-safe.
 */
public final class OnBehalfOfTokenProvider implements TokenProvider {
  private static final String UNKNOWN_USER = "user assertion without oid and tid";

  private final InboundToken inbound;
  private final long admittedUntil; // here, because to follow a reference is dear among many users
  private final TokenOwner owner;
  private final @Nullable UserSignOutCheck signOutCheck; // null if there is no store or no user
  private final TokenProvider tokens;
  private volatile boolean proven;
  private volatile byte lastUse; // a second's last bits, for there are many users

  public OnBehalfOfTokenProvider(
      OnBehalfOf all,
      InboundToken inbound,
      TokenOwner owner,
      String assertion,
      @Nullable UserSignOutCheck signOutCheck) {
    this.inbound = inbound;
    admittedUntil = InboundTokenChecks.admittedUntil(inbound);
    this.owner = owner;
    this.signOutCheck = signOutCheck;
    tokens = all.provider(this, assertion);
  }

  public InboundToken inbound() {
    return inbound;
  }

  /** Returns when the inbound token is refused as expired, in milliseconds since 1970. */
  public long admittedUntil() {
    return admittedUntil;
  }

  /**
   * Tells whether the cache is to hear of this use: the first in a second, because to tell it takes
   * nearly a tenth of a hit. Which second it was is kept in one byte, so that a use exactly 256 s
   * after the last one is not told.
   *
   * @param now in milliseconds
   */
  public boolean isUseDue(long now) {
    byte second = (byte) (now / 1_000);
    if (second == lastUse) {
      return false;
    }
    lastUse = second;
    return true;
  }

  /** Returns whose failures count together: all inbound tokens of a user, or all without a user. */
  public Object principal() {
    UserId user = inbound.user();
    return user == null ? UNKNOWN_USER : user;
  }

  public boolean isOf(UserId user) {
    return user.equals(inbound.user());
  }

  public TokenOwner owner() {
    return owner;
  }

  /** Tells whether Entra has accepted the inbound token before. */
  public boolean isProven() {
    return proven;
  }

  void proven() {
    proven = true;
  }

  public void signedOut() {
    if (signOutCheck != null) {
      signOutCheck.signedOut();
    }
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    AccessToken atHand = cachedToken(request);
    if (atHand != null) {
      return atHand;
    }
    requireSignedIn();
    AccessToken token = tokens.token(request);
    requireSignedIn(); // the user may have signed out while this call waited
    return token;
  }

  private void requireSignedIn() {
    if (signOutCheck != null) {
      signOutCheck.runIfDue();
    }
  }

  /** Reads the sign-out mark whether it is due or not: a token has just been acquired. */
  public void requireStillSignedIn() {
    if (signOutCheck != null) {
      signOutCheck.run();
    }
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    return signOutCheck != null && signOutCheck.isDue() ? null : tokens.cachedToken(request);
  }

  @Override
  public AuthListener listener() {
    return tokens.listener();
  }

  @Override
  public String toString() {
    return "on behalf of " + owner.principal();
  }
}
