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
 * The form of an entry in a file: {@code ADTA}, what the value is ({@code S} sealed, {@code U}
 * unsealed), expiry (8 bytes), checksum of all of this and the file's name (4), value. The checksum
 * finds accidents; against intent there is the seal.
 */
final class EntryFile {
  static final char SEALED = 'S';
  static final char UNSEALED = 'U';
  private static final int MAGIC = 0x41445441;
  private static final int HEAD_BYTES = Integer.BYTES + 1 + Long.BYTES + Integer.BYTES;
  private static final int MAX_BYTES =
      HEAD_BYTES + TokenStore.MAX_VALUE_BYTES + Entry.SEALING_BYTES;

  /** Longer than what says that a user signed out, which a damaged entry may have been. */
  private static final Duration DAMAGED_LIFE = Duration.ofDays(100);

  private EntryFile() {}

  /** Reads the entry, expired or not, or null if there is no file. */
  static @Nullable Entry read(Path file, char form) throws IOException {
    byte[] bytes = bytes(file);
    if (bytes == null) {
      return null;
    }
    if (bytes.length < HEAD_BYTES || bytes.length > MAX_BYTES) {
      throw damaged(file);
    }
    ByteBuffer head = ByteBuffer.wrap(bytes);
    int magic = head.getInt();
    byte present = head.get();
    long expiresAt = head.getLong();
    byte[] value = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
    if (magic != MAGIC || head.getInt() != checksum(file, (char) present, expiresAt, value)) {
      throw damaged(file);
    }
    if (present != form) {
      throw new UnreadableEntryException(
          "other-form", file.getFileName() + " is the entry of a store of another form", null);
    }
    return new Entry(value, expiresAt);
  }

  /**
   * Whether the file can go: it is an entry, of whatever form, that has expired, or a damaged one
   * of which nobody has to know any more that there was something.
   */
  static boolean isOver(Path file, Clock clock) throws IOException {
    for (char form : new char[] {SEALED, UNSEALED}) {
      try {
        Entry entry = read(file, form);
        return entry != null && !entry.isLiveAt(clock);
      } catch (UnreadableEntryException e) {
        // damaged, or of the other form
      }
    }
    Instant written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    return clock.instant().isAfter(written.plus(DAMAGED_LIFE));
  }

  /** Writes the entry to a file that must not exist, down to the disk. */
  static void write(Path file, Path under, char form, Entry entry) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEAD_BYTES + entry.value().length)
            .putInt(MAGIC)
            .put((byte) form)
            .putLong(entry.expiresAtMillis())
            .putInt(checksum(under, form, entry.expiresAtMillis(), entry.value()))
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
      // Not Files.exists and its like: they take a folder that cannot be read for an empty one.
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
      // Newer JDKs say so too where the folder is no folder.
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder.toString());
      }
      return null;
    }
  }

  private static byte[] bytes(FileChannel opened) throws IOException {
    try (FileChannel channel = opened) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_BYTES) + 1);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until the end of the file or more than an entry can be
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  private static int checksum(Path file, char form, long expiresAt, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
    crc.update(ByteBuffer.allocate(1 + Long.BYTES).put((byte) form).putLong(expiresAt).flip());
    crc.update(value);
    return (int) crc.getValue();
  }

  private static UnreadableEntryException damaged(Path file) {
    return new UnreadableEntryException("damaged", file.getFileName() + " is damaged", null);
  }
}
