package io.github.adtauth.internal.signin;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.store.EntryReader;
import io.github.adtauth.internal.store.EntryWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Encodes the refresh token of an account for a token store. Version 1 was JSON. */
final class RefreshTokenCodec {
  private static final int VERSION = 2;

  private RefreshTokenCodec() {}

  static byte[] write(Secret refreshToken) {
    return new EntryWriter(VERSION).writeString(refreshToken.reveal()).toByteArray();
  }

  /** Returns the stored refresh token, or null if the entry is malformed or of a later version. */
  static @Nullable Secret read(byte[] entry) {
    if (JsonAccountFormat.isJson(entry)) {
      return JsonAccountFormat.readRefreshToken(entry);
    }
    try {
      EntryReader reader = new EntryReader(entry, VERSION);
      if (reader.version() != VERSION) {
        return null;
      }
      Secret refreshToken = Secret.of(reader.readString(AccountList.MAX_STRING_LENGTH));
      reader.requireEnd();
      return refreshToken;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
