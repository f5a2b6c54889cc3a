package io.github.adtauth.store;

import io.github.adtauth.internal.files.FileOwnership;
import io.github.adtauth.internal.files.FileStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
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
  static @Nullable Entry read(Path file, char format) throws IOException {
    byte[] bytes = bytes(file);
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
          "other-form", file.getFileName() + " was written by a store with another format", null);
    }
    return new Entry(value, expiresAt);
  }

  /**
   * Returns whether the file can be deleted, because its entry has expired or has been damaged for
   * a long time.
   */
  static boolean isExpired(Path file, Clock clock) throws IOException {
    for (char format : new char[] {SEALED, UNSEALED}) {
      try {
        Entry entry = read(file, format);
        return entry != null && !entry.isLiveAt(clock);
      } catch (UnreadableEntryException e) {
        // damaged, or in the other format
      }
    }
    Instant written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    return clock.instant().isAfter(written.plus(DAMAGED_LIFETIME));
  }

  /**
   * Writes an entry durably to a file that must not exist yet.
   *
   * @param name the final path of the file, whose name the checksum includes
   */
  static void write(Path file, Path name, char format, Entry entry) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEAD_BYTES + entry.value().length)
            .putInt(MAGIC)
            .put((byte) format)
            .putLong(entry.expiresAtMillis())
            .putInt(checksum(name, format, entry.expiresAtMillis(), entry.value()))
            .put(entry.value())
            .flip();
    try (FileChannel channel = OwnerOnly.file(file, StandardOpenOption.CREATE_NEW)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static byte @Nullable [] bytes(Path file) throws IOException {
    Set<? extends OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      // Files.exists would report a missing file if the folder cannot be read.
      FileStatus status = FileStatus.of(file, LinkOption.NOFOLLOW_LINKS);
      if (!status.regular()) {
        return new byte[0];
      }
      String problem = FileOwnership.ofProcess().problem(status);
      if (problem != null) {
        throw new UnreadableEntryException(
            "untrusted", file.getFileName() + " cannot be trusted: " + problem, null);
      }
      return bytes(FileChannel.open(file, options));
    } catch (NoSuchFileException e) {
      // Newer JDKs throw this exception also if the folder is a file.
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder.toString());
      }
      return null;
    }
  }

  private static byte[] bytes(FileChannel openChannel) throws IOException {
    try (FileChannel channel = openChannel) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_BYTES) + 1);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // reads to the end of the file, or one byte more than the maximum
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  private static int checksum(Path file, char format, long expiresAt, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
    crc.update(ByteBuffer.allocate(1 + Long.BYTES).put((byte) format).putLong(expiresAt).flip());
    crc.update(value);
    return (int) crc.getValue();
  }

  private static UnreadableEntryException damaged(Path file) {
    return new UnreadableEntryException("damaged", file.getFileName() + " is damaged", null);
  }
}
