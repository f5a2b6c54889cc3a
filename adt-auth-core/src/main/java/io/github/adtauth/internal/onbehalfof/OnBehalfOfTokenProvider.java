package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AuthListener;
import io.github.adtauth.internal.cache.CachingTokenProvider;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Provides the tokens of one inbound token's user. It is cached as long as the inbound token is
 * valid, so a call with that token costs one look-up. Thread-safe.
 */
final class OnBehalfOfTokenProvider implements CachingTokenProvider {
  private final UserAssertion assertion;
  // A copy: following references is slow when many users compete for the processor's caches.
  private final long acceptedUntil;
  private final TokenOwner owner;
  private final @Nullable UserSignOutCheck signOutCheck;
  private final TokenProvider tokens;
  private volatile byte lastAccessSecond;

  /**
   * Creates a provider.
   *
   * @param signOutCheck null if there is no store or the token does not name a user
   * @param tokens exchanges the assertion, behind the token cache
   */
  OnBehalfOfTokenProvider(
      UserAssertion assertion,
      TokenOwner owner,
      @Nullable UserSignOutCheck signOutCheck,
      TokenProvider tokens) {
    this.assertion = assertion;
    acceptedUntil = InboundTokenChecks.acceptedUntil(assertion.inbound());
    this.owner = owner;
    this.signOutCheck = signOutCheck;
    this.tokens = tokens;
  }

  UserAssertion assertion() {
    return assertion;
  }

  InboundToken inbound() {
    return assertion.inbound();
  }

  TokenOwner owner() {
    return owner;
  }

  /** Returns when the inbound token is rejected as expired, in milliseconds since 1970. */
  long acceptedUntil() {
    return acceptedUntil;
  }

  /**
   * Returns whether to record this access in the cache. Accesses are recorded at most once per
   * second, because recording costs almost 10 % of a hit. Only the low byte of the second is kept,
   * so an access exactly 256 seconds after the last one is not recorded.
   */
  boolean shouldRecordAccess(long nowMillis) {
    byte second = (byte) (nowMillis / 1_000);
    if (second == lastAccessSecond) {
      return false;
    }
    lastAccessSecond = second;
    return true;
  }

  boolean isIssuedTo(UserId user) {
    return user.equals(inbound().user());
  }

  void markSignedOut() {
    if (signOutCheck != null) {
      signOutCheck.markSignedOut();
    }
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return signOutCheck == null ? tokens.token(request) : signOutCheck.token(tokens, request);
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    return signOutCheck == null
        ? tokens.cachedToken(request)
        : signOutCheck.cachedToken(tokens, request);
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
