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
  private final SignOutCheck check;
  private final TokenProvider tokens;
  private final SessionStore store;
  private final Clock clock;

  StoredSession(
      Secret key,
      SessionEntry entry,
      SignOutCheck check,
      TokenProvider tokens,
      SessionStore store,
      Clock clock) {
    this.key = key;
    this.user = entry.user();
    this.expiresAt = entry.expiresAt();
    this.check = check;
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
    AccessToken token = check.token(tokens, request);
    requireNotExpired(); // the session may have expired during the request
    return token;
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    return isExpired() ? null : check.cachedToken(tokens, request);
  }

  private void requireNotExpired() {
    if (isExpired()) {
      check.run(); // fails, because the stored session has expired too
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

  /** Returns a text without the key. */
  @Override
  public String toString() {
    return "Session[until " + expiresAt + "]";
  }
}
