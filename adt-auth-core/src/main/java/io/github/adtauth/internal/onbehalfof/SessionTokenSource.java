package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.cache.TokenServiceBreaker;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenEndpoint;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;

/** Requests tokens for sessions with their stored refresh tokens. Thread-safe. */
final class SessionTokenSource {
  private final TokenClientContext context;
  private final TokenEndpoint endpoint;
  private final ClientCredential credential;
  private final TokenServiceBreaker breaker;
  private final SessionStore store;

  SessionTokenSource(
      TokenClientContext context,
      ClientCredential credential,
      TokenServiceBreaker breaker,
      SessionStore store) {
    this.context = context;
    this.endpoint = new TokenEndpoint(context);
    this.credential = credential;
    this.breaker = breaker;
    this.store = store;
  }

  /** Requests a token, and stores the refresh token if Entra ID issued a new one. */
  AccessToken token(Secret key, UserId user, TokenRequest request) throws IOException {
    SessionStore.Snapshot session = store.read(key, user);
    TokenResponse response;
    try {
      response = redeem(session, user, request);
    } catch (InteractionRequiredException e) {
      session = readReplacement(key, user, session, e);
      response = redeem(session, user, request);
    }
    Secret replacement = response.refreshToken();
    if (replacement != null && !replacement.equals(session.entry().refreshToken())) {
      store.replace(key, session, replacement);
    }
    // The session may have ended, or the user signed out, during the request.
    SessionStore.Snapshot unused = store.read(key, user);
    return response.token();
  }

  private TokenResponse redeem(SessionStore.Snapshot session, UserId user, TokenRequest request)
      throws IOException {
    TokenResponse response =
        breaker.call(
            user, () -> endpoint.refresh(credential, session.entry().refreshToken(), request));
    // Before the response is used or stored.
    response.subject().requireUser(user.objectId(), user.tenantId());
    return response;
  }

  /**
   * Returns the session with the refresh token that another node has stored since.
   *
   * @throws InteractionRequiredException if the session has ended; or the rejection, if the refresh
   *     token has not changed or the store is down
   */
  private SessionStore.Snapshot readReplacement(
      Secret key,
      UserId user,
      SessionStore.Snapshot rejected,
      InteractionRequiredException rejection) {
    return ReplacementReader.read(
        context,
        rejection,
        () -> {
          SessionStore.Snapshot current = store.read(key, user);
          return current.entry().refreshToken().equals(rejected.entry().refreshToken())
              ? null
              : current;
        });
  }
}
