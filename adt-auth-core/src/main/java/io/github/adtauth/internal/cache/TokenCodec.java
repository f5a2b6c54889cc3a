package io.github.adtauth.internal.cache;

import io.github.adtauth.token.AccessToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as bytes: a version, when it expires, when it is due for refresh (0 for never said), and
 * the token. Milliseconds since 1970.
 */
final class TokenCodec {
  private static final int VERSION = 1;

  private TokenCodec() {}

  static byte[] write(AccessToken token) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(token.expiresAt().toEpochMilli());
      out.writeLong(token.refreshAt().map(Instant::toEpochMilli).orElse(0L));
      out.write(token.value().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** Reads a token; null if it is of another version or makes no sense. */
  static @Nullable AccessToken read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return null;
      }
      Instant expiresAt = Instant.ofEpochMilli(in.readLong());
      long refreshAt = in.readLong();
      String value = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return AccessToken.of(
          value, expiresAt, refreshAt == 0 ? null : Instant.ofEpochMilli(refreshAt));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
