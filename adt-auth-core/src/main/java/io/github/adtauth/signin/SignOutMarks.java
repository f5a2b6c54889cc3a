package io.github.adtauth.signin;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When users signed out, for all nodes: a mark in the store, found by the hash of who it is. What
 * was issued at or before the mark is refused. Thread-safe.
 */
final class SignOutMarks {
  /** A mark outlives all that it is to refuse: no session is longer than this. */
  private static final Duration LIFE = Sessions.LONGEST.plusDays(1);

  private final LoginContext context;
  private final TokenStore store;

  SignOutMarks(LoginContext context, TokenStore store) {
    this.context = context;
    this.store = store;
  }

  /**
   * Marks a user as signed out from now on.
   *
   * @throws UnavailableException if the store did not take it; then the user is not signed out
   */
  void put(UserId user) {
    Instant now = context.timing().clock().instant();
    byte[] millis = ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli()).array();
    try {
      store.put(key(user), millis, now.plus(LIFE));
    } catch (IOException e) {
      throw new UnavailableException(
          ErrorDetails.of("The store did not take the sign-out; the user is still signed in.")
              .cause(e));
    }
  }

  /**
   * Tells whether the user has signed out since.
   *
   * @throws IOException if the store could not be asked
   */
  boolean signedOutSince(UserId user, Instant issuedAt) throws IOException {
    byte[] mark = store.get(key(user));
    return mark != null && isAtOrBefore(issuedAt, mark);
  }

  /** A mark that makes no sense is one all the same: somebody meant to sign the user out. */
  private static boolean isAtOrBefore(Instant issuedAt, byte @Nullable [] mark) {
    return mark == null
        || mark.length != Long.BYTES
        || issuedAt.toEpochMilli() <= ByteBuffer.wrap(mark).getLong();
  }

  private StoreKey key(UserId user) {
    return StoreKey.of(
        "signout",
        context.authorityHost().toString(),
        context.clientId(),
        user.tenantId(),
        user.objectId());
  }
}
