package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.cache.CachingTokenProvider;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A session whose refresh token is in the token store. Thread-safe. */
final class StoredSession implements Session, CachingTokenProvider {
  private final Secret key;
  private final UserId user;
  private final Instant expiresAt;
  private final SignOutCheck signOutCheck;
  private final TokenProvider tokens;
  private final SessionStore store;
  private final Clock clock;

  StoredSession(
      Secret key,
      SessionEntry entry,
      SignOutCheck signOutCheck,
      TokenProvider tokens,
      SessionStore store,
      Clock clock) {
    this.key = key;
    this.user = entry.user();
    this.expiresAt = entry.expiresAt();
    this.signOutCheck = signOutCheck;
    this.tokens = tokens;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Secret key() {
    return key;
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public Instant expiresAt() {
    return expiresAt;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    requireNotExpired();
    AccessToken token = signOutCheck.token(tokens, request);
    requireNotExpired(); // The session may have expired during the request.
    return token;
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    return isExpired() ? null : signOutCheck.cachedToken(tokens, request);
  }

  private void requireNotExpired() {
    if (isExpired()) {
      // The stored session has expired as well, so the check throws the exception for it.
      signOutCheck.run();
    }
  }

  private boolean isExpired() {
    return !clock.instant().isBefore(expiresAt);
  }

  @Override
  public AuthListener listener() {
    return tokens.listener();
  }

  @Override
  public void end() {
    store.end(key, user);
  }

  /** Returns a string that omits the key. */
  @Override
  public String toString() {
    return "Session[until " + expiresAt + "]";
  }
}
