package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.entra.ServiceClock;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.log.WarningLimit;
import io.github.adtauth.internal.store.EntryReader;
import io.github.adtauth.internal.store.EntryWriter;
import io.github.adtauth.internal.store.StoreFullException;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores when users signed out, for all nodes. A mark rejects everything that was issued to the
 * user at or before its time. Thread-safe.
 */
final class SignOutStore {
  /** Longer than any session, so that a mark outlives everything it has to reject. */
  private static final Duration LIFETIME = Sessions.MAX_LIFETIME.plusDays(1);

  private static final int MAX_ATTEMPTS = 10;
  private static final int VERSION = 1;

  /** The time of a mark that cannot be read, because it still means that the user signed out. */
  private static final long FOREVER = Long.MAX_VALUE;

  private static final Logger LOG = LoggerFactory.getLogger(OnBehalfOf.class);

  private final TokenClientContext context;
  private final TokenStore store;
  private final WarningLimit timeFailures;

  SignOutStore(TokenClientContext context, TokenStore store) {
    this.context = context;
    this.store = store;
    timeFailures = new WarningLimit(context.timing().ticker());
  }

  /**
   * Returns the current time of the token service, because it dates the tokens. Until that time is
   * known, returns the time of the store's server, which is the same for all nodes. Returns the
   * local time if the store does not return a plausible one.
   */
  Instant now() {
    ServiceClock clock = context.serviceClock();
    if (clock.isKnown()) {
      return clock.now();
    }
    try {
      Optional<Instant> serverTime = store.serverTime();
      return serverTime.isPresent() ? clock.limit(serverTime.get()) : clock.now();
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt(); // the store fails again when the mark is written
    } catch (IOException | DateTimeException e) {
      long suppressed = timeFailures.acquire("time");
      if (suppressed != WarningLimit.SUPPRESSED) {
        LOG.warn(
            "Failed to read the time of the token store: {}{}",
            Redactor.sanitize(e.toString(), 300),
            WarningLimit.sentence(suppressed));
      }
    }
    return clock.now();
  }

  /**
   * Marks a user as signed out at the given time. Keeps a later time that another node has stored,
   * because clocks differ and a sign-out must not revoke another one.
   *
   * @throws UnavailableException if the store did not confirm it; the user is then still signed in
   */
  void put(UserId user, Instant signedOutAt) {
    long millis = signedOutAt.toEpochMilli();
    StoreKey key = key(user);
    try {
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        byte[] existing = store.get(key);
        long mark = existing == null ? millis : Math.max(millis, read(existing));
        if (store.replace(key, existing, write(mark), expiresAt(mark))) {
          return;
        }
      }
      throw notStored(null);
    } catch (IOException e) {
      throw notStored(e);
    }
  }

  /** Adds the lifetime to the mark if it is later than now: clocks of other nodes may be ahead. */
  private Instant expiresAt(long mark) {
    long now = context.timing().clock().millis();
    return Instant.ofEpochMilli(mark == FOREVER ? now : Math.max(now, mark)).plus(LIFETIME);
  }

  private static UnavailableException notStored(@Nullable IOException cause) {
    String reason =
        cause instanceof StoreFullException
            ? cause.getMessage()
            : "the token store did not confirm it.";
    return new UnavailableException(
        ErrorDetails.of("Sign-out failed: " + reason + " The user is still signed in.")
            .cause(cause));
  }

  /**
   * Returns whether the user has signed out at or after the given time. A mark that cannot be
   * unsealed, because this node does not have the key yet, counts as a sign-out.
   *
   * @throws IOException if the store cannot be read
   */
  boolean hasSignedOutSince(UserId user, Instant issuedAt) throws IOException {
    byte[] mark = store.getEvenIfUnreadable(key(user));
    return mark != null && issuedAt.toEpochMilli() <= read(mark);
  }

  static byte[] write(long millis) {
    return new EntryWriter(VERSION).writeLong(millis).toByteArray();
  }

  /**
   * Returns the time of a mark in milliseconds since 1970. Returns {@link #FOREVER} for a mark that
   * is malformed or of a newer version: a sign-out must never get lost.
   */
  static long read(byte[] mark) {
    if (mark.length == Long.BYTES) {
      return ByteBuffer.wrap(mark).getLong(); // version 0 had no version byte
    }
    try {
      EntryReader reader = new EntryReader(mark, VERSION);
      if (reader.version() != VERSION) {
        return FOREVER;
      }
      long millis = reader.readLong();
      reader.requireEnd();
      return millis;
    } catch (IOException e) {
      return FOREVER;
    }
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
