package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AdtException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Starts and resumes the sessions of one application. Thread-safe. */
public final class Sessions {
  /** The maximum lifetime of a session, which is that of Entra ID's refresh tokens. */
  static final Duration MAX_LIFETIME = Duration.ofDays(90);

  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TokenRequest defaultRequest;
  private final HealthTrackingTokenStore tokenStore;
  private final TokenCache cache;
  private final SignOutRegistry signOuts;
  private final SessionStore store;
  private final SessionTokenSource source;
  private final SessionRateLimiter starts;
  private final Clock clock;

  /**
   * Creates the sessions of an application.
   *
   * @param defaultRequest the request whose token starts a session
   */
  public Sessions(
      TokenClientContext context,
      ClientCredential credential,
      TokenRequest defaultRequest,
      HealthTrackingTokenStore tokenStore,
      TokenCache cache,
      SignOutRegistry signOuts) {
    this.defaultRequest = defaultRequest;
    this.tokenStore = tokenStore;
    this.cache = cache;
    this.signOuts = signOuts;
    store = new SessionStore(context, tokenStore, cache, signOuts);
    source = new SessionTokenSource(context, credential, cache.breaker(), store);
    starts = new SessionRateLimiter(context.timing());
    clock = context.timing().clock();
  }

  TokenRequest defaultRequest() {
    return defaultRequest;
  }

  SignOutRegistry signOuts() {
    return signOuts;
  }

  /** Returns the last failure of the store, or null if a call has succeeded since. */
  OnBehalfOfHealth.@Nullable Failure lastStoreFailure() {
    return tokenStore.lastFailure();
  }

  SessionRateLimiter starts() {
    return starts;
  }

  /**
   * Checks that the user has not signed out since a token was issued.
   *
   * @throws InboundTokenException if the user has signed out
   * @throws UnavailableException if the store is down
   */
  void requireNotSignedOut(UserId user, Instant issuedAt) {
    try {
      if (signOuts.hasSignedOutSince(user, issuedAt)) {
        throw InboundTokenChecks.signedOut();
      }
    } catch (IOException e) {
      throw SessionStore.storeFailed("The session was not started", e);
    }
  }

  /**
   * Stores a session under a new key.
   *
   * @param token the token that was issued for the {@link #defaultRequest}
   * @throws UnavailableException if the store did not confirm it
   */
  Session start(SessionEntry entry, AccessToken token) {
    byte[] random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    Secret key = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    SignOutCheck check = new SessionSignOutCheck(signOuts, store, key, entry.user());
    store.put(key, entry);
    try {
      // The user may have signed out while the session was being started.
      requireNotSignedOut(entry.user(), entry.issuedAt());
    } catch (AdtException e) {
      store.end(key, entry.user());
      throw e;
    }
    cache.put(store.owner(key), defaultRequest, token);
    return session(key, entry, check);
  }

  /**
   * Returns a stored session.
   *
   * @throws InteractionRequiredException if the user has no such session
   * @throws UnavailableException if the session cannot be read
   */
  Session resume(Secret key, UserId user) {
    SignOutCheck check = new SessionSignOutCheck(signOuts, store, key, user);
    return session(key, store.read(key, user).entry(), check);
  }

  private Session session(Secret key, SessionEntry entry, SignOutCheck check) {
    UserId user = entry.user();
    TokenProvider tokens =
        cache.localProvider(store.owner(key), user, request -> source.token(key, user, request));
    return new StoredSession(key, entry, check, tokens, store, clock);
  }
}
