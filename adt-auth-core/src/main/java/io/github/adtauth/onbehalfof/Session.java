package io.github.adtauth.onbehalfof;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.SignInBlockedException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Instant;

/**
 * Provides tokens for work on behalf of a user that continues after the inbound token has expired,
 * such as a report or an export.
 *
 * <p>A session lasts until {@link #end()}, its expiry or the user's sign-out. Any node can resume
 * it with its {@link #key()}. Thread-safe; it does not need to be closed. {@link #end()} differs
 * from closing: it ends the session on all nodes.
 *
 * <p>This interface is not intended to be implemented by applications, except in tests. Methods may
 * be added to it.
 */
public interface Session extends TokenProvider {
  /**
   * Returns the key of the session, 256 random bits. Store it with the work to resume the session
   * later. The key is a secret: in the hands of the application it is sufficient to act as the
   * user.
   */
  Secret key();

  /** Returns the user of the session. */
  UserId user();

  /** Returns when the session expires. */
  Instant expiresAt();

  /**
   * Returns a token of the user.
   *
   * @throws InteractionRequiredException if the session has ended, or Entra ID requires the user to
   *     interact: start a new session on the user's next request
   * @throws SignInBlockedException if Entra ID blocks the user
   * @throws UnavailableException if the store or the token service is down
   */
  @Override
  AccessToken token(TokenRequest request) throws IOException;

  /**
   * Ends the session: immediately on this node, and within {@code SignIn.signOutCheckInterval} on
   * other nodes.
   *
   * @throws UnavailableException if the store did not confirm it, or a newer version of this
   *     library wrote the session; the session has then not ended
   */
  void end();
}
