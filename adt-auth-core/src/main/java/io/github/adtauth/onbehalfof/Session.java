package io.github.adtauth.onbehalfof;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.onbehalfof.SessionEntry;
import io.github.adtauth.internal.onbehalfof.Sessions;
import io.github.adtauth.internal.onbehalfof.SignOutCheck;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work on behalf of a user that goes on after the user's token has expired: a report, an export. It
 * lasts until {@link #end()}, its time to live or the user's sign-out, on whichever node has its
 * {@link #key()}. Thread-safe; share it within the work. Nothing to close.
 */
public final class Session implements TokenProvider {
  private final Sessions sessions;
  private final Secret key;
  private final SessionEntry entry;
  private final SignOutCheck check;
  private final TokenProvider tokens;

  public Session(Sessions sessions, Secret key, SessionEntry entry, SignOutCheck check) {
    this.sessions = sessions;
    this.key = key;
    this.entry = entry;
    this.check = check;
    tokens = sessions.provider(key, entry.user());
  }

  /**
   * Returns the key, 256 random bits: keep it with the work, and resume with it. Whoever has it and
   * is the user's application can act for the user, so it is a secret.
   */
  public Secret key() {
    return key;
  }

  /** Returns whose session it is. */
  public UserId user() {
    return entry.user();
  }

  /** Returns when it ends at the latest. */
  public Instant expiresAt() {
    return entry.expiresAt();
  }

  /**
   * Returns a token of the user.
   *
   * @throws io.github.adtauth.InteractionRequiredException if the session has ended, or Entra wants
   *     more of the user: start another one with the user's next request
   * @throws io.github.adtauth.SignInBlockedException if Entra ID no longer lets the user in
   * @throws io.github.adtauth.UnavailableException if the store or the token service is down
   */
  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    AccessToken cached = cachedToken(request);
    if (cached != null) {
      return cached;
    }
    requireLive();
    AccessToken token = tokens.token(request);
    requireLive(); // the session may have ended while this call waited
    return token;
  }

  private void requireLive() {
    if (isDue()) {
      check.run();
    }
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    return isDue() ? null : tokens.cachedToken(request);
  }

  @Override
  public AuthListener listener() {
    return tokens.listener();
  }

  /**
   * Ends the session, on all nodes: here at once, elsewhere within the local time to live.
   *
   * @throws io.github.adtauth.UnavailableException if the store did not confirm it, or a newer
   *     version of this library has written the session; then it goes on
   */
  public void end() {
    sessions.end(key, entry.user());
  }

  private boolean isDue() {
    return check.isDue() || !sessions.now().isBefore(entry.expiresAt());
  }

  @Override
  public String toString() {
    return "Session[until " + entry.expiresAt() + "]";
  }
}
