package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.store.EntryReader;
import io.github.adtauth.internal.store.EntryWriter;
import io.github.adtauth.internal.store.NewerVersionException;
import io.github.adtauth.onbehalfof.UserId;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is stored. Immutable.
 *
 * @param user the user of the session
 * @param issuedAt when the inbound token that started the session was issued
 * @param expiresAt when the session expires
 * @param refreshToken the latest refresh token
 */
public record SessionEntry(UserId user, Instant issuedAt, Instant expiresAt, Secret refreshToken) {
  /** The maximum length of a stored string, in characters. */
  static final int MAX_STRING_LENGTH = 20_000;

  private static final int VERSION = 1;

  SessionEntry withRefreshToken(Secret replacement) {
    return new SessionEntry(user, issuedAt, expiresAt, replacement);
  }

  byte[] write() {
    return new EntryWriter(VERSION)
        .writeInstant(issuedAt)
        .writeInstant(expiresAt)
        .writeString(user.objectId())
        .writeString(user.tenantId())
        .writeString(refreshToken.reveal())
        .toByteArray();
  }

  /**
   * Reads an entry; returns null if it is malformed.
   *
   * @throws NewerVersionException if a newer version of this library wrote it
   */
  static @Nullable SessionEntry read(byte[] bytes) throws NewerVersionException {
    try {
      EntryReader reader = new EntryReader(bytes, VERSION);
      if (reader.version() != VERSION) {
        return null;
      }
      Instant issuedAt = reader.readInstant();
      Instant expiresAt = reader.readInstant();
      UserId user =
          new UserId(reader.readString(MAX_STRING_LENGTH), reader.readString(MAX_STRING_LENGTH));
      Secret refreshToken = Secret.of(reader.readString(MAX_STRING_LENGTH));
      return new SessionEntry(user, issuedAt, expiresAt, refreshToken);
    } catch (NewerVersionException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
