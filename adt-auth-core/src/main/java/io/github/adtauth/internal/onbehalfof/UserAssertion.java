package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.Secret;
import io.github.adtauth.onbehalfof.UserId;

/** An inbound token that passed the checks, and whether Entra ID has accepted it. Thread-safe. */
final class UserAssertion {
  private static final String UNKNOWN_USER = "user assertion without oid and tid";

  private final String text;
  private final InboundToken inbound;
  private volatile boolean acceptedByEntra;

  UserAssertion(String text, InboundToken inbound) {
    this.text = text;
    this.inbound = inbound;
  }

  /** Returns the token itself. */
  Secret secret() {
    return Secret.of(text);
  }

  /** Returns the claims of the token. */
  InboundToken inbound() {
    return inbound;
  }

  /**
   * Returns the key of the user, by which requests are queued and failures are counted. All tokens
   * that do not name a user share one key.
   */
  Object userKey() {
    UserId user = inbound.user();
    return user == null ? UNKNOWN_USER : user;
  }

  /** Returns whether Entra ID has accepted the token before. */
  boolean isAcceptedByEntra() {
    return acceptedByEntra;
  }

  void markAcceptedByEntra() {
    acceptedByEntra = true;
  }

  /** Returns a string that omits the token. */
  @Override
  public String toString() {
    return "UserAssertion[" + inbound + "]";
  }
}
