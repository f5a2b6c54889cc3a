package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.store.NewerVersionException;
import io.github.adtauth.internal.store.StoreFullException;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stores the sessions of one application under a hash of their keys. An operation that the store
 * does not confirm fails, because a session must not appear to be started or ended when it is not.
 * Thread-safe.
 */
final class SessionStore {
  /** The form of a key: 32 bytes in base64url without padding. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final TokenClientContext context;
  private final TokenStore store;
  private final TokenCache cache;
  private final SignOutRegistry signOuts;

  SessionStore(
      TokenClientContext context, TokenStore store, TokenCache cache, SignOutRegistry signOuts) {
    this.context = context;
    this.store = store;
    this.cache = cache;
    this.signOuts = signOuts;
  }

  /** A session as it was read, and its bytes, which a conditional replacement compares. */
  static final class Snapshot {
    private final byte[] bytes;
    private final SessionEntry entry;

    private Snapshot(byte[] bytes, SessionEntry entry) {
      this.bytes = bytes;
      this.entry = entry;
    }

    SessionEntry entry() {
      return entry;
    }
  }

  /**
   * Stores a new session.
   *
   * @throws UnavailableException if the store did not confirm it
   */
  void put(Secret key, SessionEntry entry) {
    try {
      store.put(storeKey(key), entry.write(), entry.expiresAt());
    } catch (IOException e) {
      throw storeFailed("The session was not started", e);
    }
  }

  /**
   * Reads a session.
   *
   * @throws InteractionRequiredException if the user has no such session, or has signed out
   * @throws UnavailableException if the store is down, because the session may have ended, or if a
   *     newer version of this library wrote the session
   */
  Snapshot read(Secret key, UserId user) {
    if (!KEY.matcher(key.reveal()).matches()) {
      throw notFound(); // no session has a key of this form
    }
    try {
      byte[] bytes = store.get(storeKey(key));
      SessionEntry entry = bytes == null ? null : SessionEntry.read(bytes);
      if (bytes == null || entry == null || !isLive(entry, user)) {
        cache.remove(owner(key));
        throw notFound();
      }
      return new Snapshot(bytes, entry);
    } catch (NewerVersionException e) {
      throw new UnavailableException(
          ErrorDetails.of(
                  "The session cannot be read: a newer version of adt-auth wrote it. Update"
                      + " adt-auth on this node, or resume the session on an updated node.")
              .cause(e));
    } catch (IOException e) {
      throw storeFailed("The session could not be read", e);
    }
  }

  private boolean isLive(SessionEntry entry, UserId user) throws IOException {
    return entry.user().equals(user)
        && context.timing().clock().instant().isBefore(entry.expiresAt())
        && !signOuts.hasSignedOutSince(user, entry.issuedAt());
  }

  /** Stores a new refresh token, unless another node has stored one since the snapshot. */
  void replace(Secret key, Snapshot snapshot, Secret refreshToken) {
    SessionEntry next = snapshot.entry.withRefreshToken(refreshToken);
    try {
      boolean unused = store.replace(storeKey(key), snapshot.bytes, next.write(), next.expiresAt());
    } catch (IOException e) {
      throw storeFailed("The session's new refresh token was not stored", e);
    }
  }

  /**
   * Ends a session. Does nothing if the session has ended or belongs to another user.
   *
   * @throws UnavailableException if the store is down, or the entry cannot be read
   */
  void end(Secret key, UserId user) {
    try {
      byte[] bytes = store.get(storeKey(key));
      SessionEntry entry = bytes == null ? null : SessionEntry.read(bytes);
      if (bytes != null && entry == null) {
        throw notEnded("its entry in the token store is damaged. Sign the user out instead.", null);
      }
      // Removes an expired session too: it may not have expired by the clocks of other nodes.
      if (entry == null || entry.user().equals(user)) {
        store.remove(storeKey(key));
      }
    } catch (NewerVersionException e) {
      throw notEnded(
          "a newer version of adt-auth wrote it. End it on an updated node, or sign the user out.",
          e);
    } catch (IOException e) {
      throw storeFailed("The session was not ended", e);
    }
    cache.remove(owner(key));
    signOuts.sessionEnded(user);
  }

  TokenOwner owner(Secret key) {
    return context.owner(Principal.session(key.reveal()));
  }

  private StoreKey storeKey(Secret key) {
    return StoreKey.of(
        "session",
        context.keyAuthority().toString(),
        context.tenant(),
        context.clientId(),
        key.reveal());
  }

  private static InteractionRequiredException notFound() {
    return new InteractionRequiredException(
        ErrorDetails.of(
            "Session not found. It has ended or expired, the user has signed out, or the key is"
                + " invalid. Start a new session on the user's next request."));
  }

  private static UnavailableException notEnded(String reason, @Nullable IOException cause) {
    return new UnavailableException(
        ErrorDetails.of("The session was not ended: " + reason).cause(cause));
  }

  static UnavailableException storeFailed(String message, IOException cause) {
    String reason =
        cause instanceof StoreFullException ? cause.getMessage() : "the token store is down.";
    return new UnavailableException(ErrorDetails.of(message + ": " + reason).cause(cause));
  }
}
