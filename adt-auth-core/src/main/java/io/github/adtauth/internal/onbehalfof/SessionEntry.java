package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.Secret;
import io.github.adtauth.onbehalfof.UserId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of a session: a version, when the user's token was issued, when the session
 * ends (both in milliseconds since 1970), whose it is, and the refresh token.
 */
public record SessionEntry(UserId user, Instant issuedAt, Instant expiresAt, Secret refreshToken) {
  /** In characters; the format holds no more. */
  public static final int LONGEST_TOKEN = 20_000;

  private static final int VERSION = 1;

  SessionEntry with(Secret replaced) {
    return new SessionEntry(user, issuedAt, expiresAt, replaced);
  }

  byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(issuedAt.toEpochMilli());
      out.writeLong(expiresAt.toEpochMilli());
      out.writeUTF(user.objectId());
      out.writeUTF(user.tenantId());
      out.writeUTF(refreshToken.reveal());
    } catch (IOException e) {
      throw new UncheckedIOException("a session holds less than 64 KB of each", e);
    }
    return bytes.toByteArray();
  }

  /** Reads an entry; null if it is of another version or makes no sense. */
  static @Nullable SessionEntry read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return null;
      }
      Instant issuedAt = Instant.ofEpochMilli(in.readLong());
      Instant expiresAt = Instant.ofEpochMilli(in.readLong());
      UserId user = new UserId(text(in), text(in));
      return new SessionEntry(user, issuedAt, expiresAt, Secret.of(text(in)));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** What is longer was not written here, and might not fit when it is written again. */
  private static String text(DataInputStream in) throws IOException {
    String text = in.readUTF();
    if (text.length() > LONGEST_TOKEN) {
      throw new IOException("too long");
    }
    return text;
  }
}
