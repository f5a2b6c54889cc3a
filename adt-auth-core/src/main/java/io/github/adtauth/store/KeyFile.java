package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.files.PinnedFolder;
import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.files.TrustedFolder;
import io.github.adtauth.internal.files.UntrustedFileException;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/** A key ring in a file that only its owner can access; created on first use. Thread-safe. */
final class KeyFile implements SealingKeySource {
  private static final int MAX_BYTES = 1 << 14;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final TrustedFolder folder;

  KeyFile(Path file, Path storeFolder) {
    this.file = file.toAbsolutePath().normalize();
    Path parent = this.file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the key file must be in a folder");
    }
    folder = new TrustedFolder(parent, Timing.system().sleeper()::sleep);
    if (resolveLinks(parent).startsWith(resolveLinks(storeFolder.toAbsolutePath().normalize()))) {
      throw new IllegalArgumentException(
          "the key file "
              + Redactor.sanitizePath(this.file)
              + " must be outside the store's folder; otherwise a copy of the folder contains the key");
    }
  }

  @Override
  public KeyRing keyRing() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      FolderLock.withLock(folder, Timing.system(), this::createIfMissing);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "the key file "
              + Redactor.sanitizePath(file)
              + " must be a regular file, not a folder or symbolic link");
    }
    try {
      return KeyRing.parse(text());
    } catch (UntrustedFileException e) {
      throw new IOException(
          "the key file " + Redactor.sanitizePath(file) + " cannot be trusted: " + e.problem(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the key file " + Redactor.sanitizePath(file) + ": " + e.getMessage(), e);
    }
  }

  private boolean createIfMissing(PinnedFolder pinned) throws IOException {
    Path name = Objects.requireNonNull(file.getFileName());
    if (pinned.exists(name)) {
      return false;
    }
    byte[] id = new byte[4];
    byte[] key = new byte[KeyRing.KEY_BYTES];
    RANDOM.nextBytes(id);
    RANDOM.nextBytes(key);
    String text =
        "key-" + HexFormat.of().formatHex(id) + ':' + Base64.getEncoder().encodeToString(key);
    Arrays.fill(key, (byte) 0);
    Path temporary = Path.of(name + ".new");
    pinned.deleteIfExists(temporary); // left by a process that crashed
    try (FileChannel channel = OwnerOnly.file(pinned, temporary, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text + '\n');
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    pinned.rename(temporary, name);
    pinned.sync();
    return true;
  }

  private String text() throws IOException {
    byte[] bytes = SafeFiles.readPrivate(file, MAX_BYTES);
    String text = SafeFiles.decode(bytes);
    Arrays.fill(bytes, (byte) 0);
    return text;
  }

  /** Resolves the symbolic links in the existing part of a path. */
  private static Path resolveLinks(Path path) {
    Path parent = path.getParent();
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return parent == null ? path : resolveLinks(parent).resolve(path.getFileName());
    }
  }
}
