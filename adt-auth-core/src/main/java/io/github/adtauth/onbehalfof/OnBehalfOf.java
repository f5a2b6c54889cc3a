package io.github.adtauth.onbehalfof;

import io.github.adtauth.AdtException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.token.TokenProvider;
import java.time.Duration;

/**
 * Acquires tokens for a web API that calls other services on behalf of its users.
 *
 * <p>Each inbound token is exchanged for a token of the resource (RFC 7523 2.1, the on-behalf-of
 * flow of Entra ID). Tokens are cached until they expire. Create one instance per application and
 * share it. Thread-safe; it does not need to be closed.
 *
 * <pre>{@code
 * OnBehalfOf onBehalfOf =
 *     SignIn.with(config).onBehalfOf(ClientCredential.certificate(Path.of("rooms.pem")));
 * DigitalTwins instance = DigitalTwins.at(config);
 *
 * // For each request, with the access token that the web API has validated:
 * try {
 *   DigitalTwinsClient twins = instance.client(onBehalfOf.forUser(inboundToken));
 *   DigitalTwin room = twins.getTwin("room-1", DigitalTwin.class);
 * } catch (AdtException e) {
 *   Challenge challenge = Challenge.forFailure(e); // the status and headers of the response
 *   System.out.println(challenge.status() + " " + challenge.headers());
 * }
 * }</pre>
 *
 * <p>This interface is not intended to be implemented by applications, except in tests. Methods may
 * be added to it.
 */
public interface OnBehalfOf {
  /**
   * Returns the token provider of the user to whom an inbound token was issued. This method is
   * cheap: call it for every request.
   *
   * <p>The web API must validate the token (signature, issuer, lifetime) before. As a safeguard,
   * the token's claims are checked on every call, but they are not verified.
   *
   * @param assertion the access token that the web API received, without {@code Bearer}
   * @throws InboundTokenException if the token is not a JWT, is an ID token, was issued to an
   *     application alone or for another API or tenant, or has expired: respond with 401
   */
  TokenProvider forUser(String assertion);

  /**
   * Returns the user to whom an inbound token was issued.
   *
   * @throws InboundTokenException under the conditions of {@link #forUser}, or if the token does
   *     not identify a user
   */
  UserId userId(String assertion);

  /**
   * Starts a session of one day, for work that continues after the inbound token has expired. A
   * user can start 100 sessions at once and then one every five minutes. Start one when the user
   * signs in, and resume it afterwards.
   *
   * @throws InboundTokenException under the conditions of {@link #forUser}, or if the token does
   *     not identify a user
   * @throws AdtException if the exchange failed, or the store did not confirm the session
   * @throws IllegalStateException if there is no store
   */
  Session startSession(String assertion);

  /**
   * Starts a session with the given maximum lifetime. The store has confirmed the session when this
   * method returns.
   *
   * @param lifetime the lifetime of the session, at most 90 days
   * @throws InboundTokenException under the conditions of {@link #forUser}, or if the token does
   *     not identify a user
   * @throws AdtException if the exchange failed, or the store did not confirm the session
   * @throws IllegalStateException if there is no store
   * @throws IllegalArgumentException if the lifetime is not positive or too long
   */
  Session startSession(String assertion, Duration lifetime);

  /**
   * Returns a session that was started on this node or another one.
   *
   * @param key the key of the session
   * @param user the expected user: that of the request, or the one stored with the work
   * @throws InteractionRequiredException if the user has no such session
   * @throws UnavailableException if the store is down, or a newer version of this library wrote the
   *     session
   * @throws IllegalStateException if there is no store
   */
  Session resumeSession(Secret key, UserId user);

  /**
   * Signs a user out. Rejects every inbound token and session that was issued before now:
   * immediately on this node, and within {@code SignIn.signOutCheckInterval} on other nodes.
   *
   * <p>Entra ID backdates tokens by a few minutes, so a user who signs in again right away may be
   * rejected during that time.
   *
   * @throws UnavailableException if the store did not confirm it; the user is then still signed in
   * @throws IllegalStateException if there is no store
   */
  void signOut(UserId user);

  /** Returns the current health. Visits every cached user: call it at most every few seconds. */
  OnBehalfOfHealth health();
}
