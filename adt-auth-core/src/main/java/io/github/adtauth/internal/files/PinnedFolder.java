package io.github.adtauth.internal.files;

import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Objects;
import java.util.Set;

/**
 * Reads a file in a folder that was checked before. A user who can write to a parent folder could
 * exchange this one between the check and the read. Therefore the folder is opened and compared
 * with the checked one, and the file is opened relative to it (openat(2)). Stateless.
 */
final class PinnedFolder {
  private PinnedFolder() {}

  /**
   * Reads a file up to a limit.
   *
   * @param file the status of the file that was checked
   * @param folderStatus the status of its folder that was checked
   * @throws FileSystemException with a reason, if file or folder have been exchanged since
   * @throws IOException if the file cannot be read
   */
  static byte[] read(Path target, FileStatus file, Path folder, FileStatus folderStatus, int limit)
      throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      return stream instanceof SecureDirectoryStream<Path> pinned
          ? read(pinned, target, file, folderStatus, limit)
          : read(target, limit); // the system cannot open files relative to a folder
    } catch (AccessDeniedException e) {
      return read(target, limit); // the folder cannot be listed, or the file cannot be read
    }
  }

  private static byte[] read(
      SecureDirectoryStream<Path> pinned,
      Path target,
      FileStatus file,
      FileStatus folderStatus,
      int limit)
      throws IOException {
    requireSame(target, pinned.getFileAttributeView(BasicFileAttributeView.class), folderStatus);
    Path name = Objects.requireNonNull(target.getFileName());
    requireSame(
        target,
        pinned.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
        file);
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (InputStream in = Channels.newInputStream(pinned.newByteChannel(name, options))) {
      return in.readNBytes(limit);
    }
  }

  private static byte[] read(Path target, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(target, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(limit);
    }
  }

  private static void requireSame(Path target, BasicFileAttributeView actual, FileStatus checked)
      throws IOException {
    if (!Objects.equals(actual.readAttributes().fileKey(), checked.key())) {
      throw new FileSystemException(
          Redactor.sanitizePath(target), null, "it was exchanged while it was read");
    }
  }
}
