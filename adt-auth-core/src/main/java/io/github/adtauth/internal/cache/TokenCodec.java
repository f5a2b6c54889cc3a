package io.github.adtauth.internal.cache;

import io.github.adtauth.internal.store.EntryReader;
import io.github.adtauth.internal.store.EntryWriter;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Encodes access tokens for a token store. The fields are the time of expiry, the time of refresh
 * (0 if unknown) and the token.
 */
final class TokenCodec {
  private static final int VERSION = 1;

  private TokenCodec() {}

  static byte[] write(AccessToken token) {
    return new EntryWriter(VERSION)
        .writeInstant(token.expiresAt())
        .writeLong(token.refreshAt().map(Instant::toEpochMilli).orElse(0L))
        .writeRemainingAscii(token.value())
        .toByteArray();
  }

  /** Returns the stored token, or null if the entry is malformed or of another version. */
  static @Nullable AccessToken read(byte[] bytes) {
    try {
      EntryReader reader = new EntryReader(bytes, VERSION);
      if (reader.version() != VERSION) {
        return null;
      }
      Instant expiresAt = reader.readInstant();
      long refreshAt = reader.readLong();
      return LibraryTokens.of(
          reader.readRemainingAscii(),
          expiresAt,
          refreshAt == 0 ? null : Instant.ofEpochMilli(refreshAt));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
