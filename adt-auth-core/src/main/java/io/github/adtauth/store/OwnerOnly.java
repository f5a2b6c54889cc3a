package io.github.adtauth.store;

import io.github.adtauth.internal.files.FileOwnership;
import io.github.adtauth.internal.files.FileStatus;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates files and folders that only their owner can access, and checks existing ones. Permissions
 * of existing files are not changed, and symbolic links are not followed. On systems without POSIX
 * permissions (Windows), files inherit the permissions of their folder, and nothing is checked.
 */
final class OwnerOnly {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /**
   * Creates the folder and its parents if they are missing. Rejects a folder that others own or can
   * write to.
   */
  static void folder(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectories(folder, attributes(folder, FOLDER));
      } catch (FileAlreadyExistsException e) {
        // The check below throws a better message.
      }
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          Redactor.sanitizePath(folder) + " must be a folder, not a file or symbolic link");
    }
    String problem =
        FileOwnership.ofProcess().problem(FileStatus.of(folder, LinkOption.NOFOLLOW_LINKS));
    if (problem != null) {
      throw new IOException(
          "the folder " + Redactor.sanitizePath(folder) + " cannot be trusted: " + problem);
    }
  }

  /** Opens a file for reading and writing; creates it if it is missing. */
  static FileChannel file(Path file, OpenOption create) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(Redactor.sanitizePath(file) + " must be a regular file");
    }
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.READ, StandardOpenOption.WRITE, create, LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, options, attributes(file, FILE));
  }

  /** Rejects a key file that others can read, change or replace. */
  static void requireKey(Path file) throws IOException {
    FileOwnership ownership = FileOwnership.ofProcess();
    if (ownership.isOpenToOthers(FileStatus.of(file, LinkOption.NOFOLLOW_LINKS))) {
      throw new IOException(
          "others can access the key file "
              + Redactor.sanitizePath(file)
              + ": replace the key, because they may have read it, and restrict the file to"
              + " its owner (chmod 600)");
    }
    String problem = ownership.problem(file);
    if (problem != null) {
      throw new IOException(
          "the key file " + Redactor.sanitizePath(file) + " cannot be trusted: " + problem);
    }
  }

  /** Makes the names in a folder durable, on systems that support it. */
  static void sync(Path folder) throws IOException {
    if (hasPosix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> rights) {
    return hasPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
