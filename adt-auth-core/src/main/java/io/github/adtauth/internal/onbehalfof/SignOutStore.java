package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.entra.ServiceClock;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When users signed out, for all nodes: a mark in the store, found by the hash of who it is. What
 * was issued at or before the mark is refused. Thread-safe.
 */
public final class SignOutStore {
  /** A mark outlives all that it is to refuse: no session is longer than this. */
  private static final Duration LIFE = Sessions.LONGEST.plusDays(1);

  private static final int ATTEMPTS = 10;
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final Logger LOG = LoggerFactory.getLogger(OnBehalfOf.class);

  private final TokenClientContext context;
  private final TokenStore store;

  SignOutStore(TokenClientContext context, TokenStore store) {
    this.context = context;
    this.store = store;
  }

  /**
   * Returns the time to sign out at: the token service's, because it dates the tokens. Until it is
   * known, the time of the store's server, because it is the same on all nodes.
   */
  public Instant now() {
    ServiceClock clock = context.serviceClock();
    if (clock.isKnown()) {
      return clock.now();
    }
    try {
      Optional<Instant> serverTime = store.serverTime();
      return serverTime.isPresent() ? clock.limit(serverTime.get()) : clock.now();
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt(); // the store fails again when the mark is written
    } catch (IOException e) {
      LOG.warn(
          "Failed to read the time of the token store: {}", Redactor.sanitize(e.toString(), 300));
    }
    return clock.now();
  }

  /**
   * Marks a user as signed out at a time, or later if another node has marked that: clocks differ,
   * and no sign-out must take back another.
   *
   * @throws UnavailableException if the store did not take it; then the user is not signed out
   */
  public void put(UserId user, Instant signedOutAt) {
    long at = signedOutAt.toEpochMilli();
    StoreKey key = key(user);
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        byte[] present = store.get(key);
        long mark = present == null ? at : Math.max(at, millis(present));
        byte[] next = ByteBuffer.allocate(Long.BYTES).putLong(mark).array();
        if (store.replace(key, present, next, expiry(mark))) {
          return;
        }
      }
      throw notTaken(null);
    } catch (IOException e) {
      throw notTaken(e);
    }
  }

  /** Counts from the mark too: the entry must not expire early on nodes with other clocks. */
  private Instant expiry(long mark) {
    long now = context.timing().clock().millis();
    return Instant.ofEpochMilli(mark == FOR_EVER ? now : Math.max(now, mark)).plus(LIFE);
  }

  private static UnavailableException notTaken(@Nullable IOException cause) {
    return new UnavailableException(
        ErrorDetails.of("The store did not take the sign-out; the user is still signed in.")
            .cause(cause));
  }

  /**
   * Tells whether the user has signed out since. A mark that cannot be read, because it was sealed
   * under a key that this node has not got yet, is one all the same.
   *
   * @throws IOException if the store could not be asked
   */
  boolean signedOutSince(UserId user, Instant issuedAt) throws IOException {
    byte[] mark = store.getEvenIfUnreadable(key(user));
    return mark != null && issuedAt.toEpochMilli() <= millis(mark);
  }

  /** A mark that makes no sense is one for ever: somebody meant to sign the user out. */
  private static long millis(byte[] mark) {
    return mark.length == Long.BYTES ? ByteBuffer.wrap(mark).getLong() : FOR_EVER;
  }

  private StoreKey key(UserId user) {
    return StoreKey.of(
        "signout",
        context.keyAuthority().toString(),
        context.clientId(),
        user.tenantId(),
        user.objectId());
  }
}
