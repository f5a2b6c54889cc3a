package io.github.adtauth.store;

import io.github.adtauth.internal.files.FileOwnership;
import io.github.adtauth.internal.files.FileStatus;
import io.github.adtauth.internal.files.PinnedFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the file of an entry: {@code ADTA}, the format ({@code S} sealed, {@code U}
 * unsealed), expiry (8 bytes), checksum of all other bytes and the file's name (4 bytes), value.
 * The checksum detects accidental damage; encryption detects tampering. Stateless.
 */
final class EntryFile {
  static final char SEALED = 'S';
  static final char UNSEALED = 'U';
  private static final int MAGIC = 0x41445441;
  private static final int HEAD_BYTES = Integer.BYTES + 1 + Long.BYTES + Integer.BYTES;
  private static final int MAX_BYTES =
      HEAD_BYTES + TokenStore.MAX_VALUE_BYTES + Entry.SEALING_BYTES;

  /** How long a damaged entry is kept: longer than a sign-out, which it may have been. */
  private static final Duration DAMAGED_LIFETIME = Duration.ofDays(100);

  private EntryFile() {}

  /** Returns the entry, expired or not, or null if there is no file. */
  static @Nullable Entry read(PinnedFolder folder, Path file, char format) throws IOException {
    byte[] bytes = bytes(folder, file);
    if (bytes == null) {
      return null;
    }
    if (bytes.length < HEAD_BYTES || bytes.length > MAX_BYTES) {
      throw damaged(file);
    }
    ByteBuffer head = ByteBuffer.wrap(bytes);
    int magic = head.getInt();
    byte actualFormat = head.get();
    long expiresAt = head.getLong();
    byte[] value = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
    if (magic != MAGIC || head.getInt() != checksum(file, (char) actualFormat, expiresAt, value)) {
      throw damaged(file);
    }
    if (actualFormat != format) {
      throw new UnreadableEntryException(
          "other-form", file + " was written by a store with another format", null);
    }
    return new Entry(value, expiresAt);
  }

  /**
   * Returns whether the file can be deleted, because its entry has expired or has been damaged for
   * a long time.
   */
  static boolean isExpired(PinnedFolder folder, Path file, Clock clock) throws IOException {
    for (char format : new char[] {SEALED, UNSEALED}) {
      try {
        Entry entry = read(folder, file, format);
        return entry != null && !entry.isLiveAt(clock);
      } catch (UnreadableEntryException e) {
        // damaged, or in the other format
      }
    }
    Instant written = folder.status(file).modified().toInstant();
    return clock.instant().isAfter(written.plus(DAMAGED_LIFETIME));
  }

  /**
   * Writes an entry durably to a file that must not exist yet.
   *
   * @param name the final name of the file, which the checksum includes
   */
  static void write(PinnedFolder folder, Path file, Path name, char format, Entry entry)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEAD_BYTES + entry.value().length)
            .putInt(MAGIC)
            .put((byte) format)
            .putLong(entry.expiresAtMillis())
            .putInt(checksum(name, format, entry.expiresAtMillis(), entry.value()))
            .put(entry.value())
            .flip();
    try (FileChannel channel = OwnerOnly.file(folder, file, StandardOpenOption.CREATE_NEW)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static byte @Nullable [] bytes(PinnedFolder folder, Path file) throws IOException {
    try {
      FileStatus status = folder.status(file);
      if (!status.regular()) {
        return new byte[0];
      }
      String problem = FileOwnership.ofProcess().problem(status);
      if (problem != null) {
        throw new UnreadableEntryException(
            "untrusted", file + " cannot be trusted: " + problem, null);
      }
      return folder.read(file, MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static int checksum(Path file, char format, long expiresAt, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(file.toString().getBytes(StandardCharsets.UTF_8));
    crc.update(ByteBuffer.allocate(1 + Long.BYTES).put((byte) format).putLong(expiresAt).flip());
    crc.update(value);
    return (int) crc.getValue();
  }

  private static UnreadableEntryException damaged(Path file) {
    return new UnreadableEntryException("damaged", file + " is damaged", null);
  }
}
