package io.github.adtauth.store;

import io.github.adtauth.internal.files.PinnedFolder;
import io.github.adtauth.internal.files.TrustedFolder;
import io.github.adtauth.internal.files.UntrustedFileException;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
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

  /** Creates a folder and its parents if they are missing, and opens it. */
  static PinnedFolder createAndOpen(TrustedFolder folder) throws IOException {
    create(folder);
    return open(folder);
  }

  /** Creates a folder and its parents if they are missing. Rejects a file or symbolic link. */
  static void create(TrustedFolder trusted) throws IOException {
    Path folder = trusted.path();
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        trusted.checkLinks();
        Files.createDirectories(folder, attributes(folder, FOLDER));
      } catch (UntrustedFileException e) {
        throw untrusted(folder, e);
      } catch (FileAlreadyExistsException e) {
        // The check below throws a better message.
      }
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          Redactor.sanitizePath(folder) + " must be a folder, not a file or symbolic link");
    }
  }

  /**
   * Opens a folder. Rejects one that others own or can write to, or to which a symbolic link of
   * others leads.
   */
  static PinnedFolder open(TrustedFolder folder) throws IOException {
    try {
      return folder.open();
    } catch (UntrustedFileException e) {
      throw untrusted(folder.path(), e);
    }
  }

  private static IOException untrusted(Path folder, UntrustedFileException cause) {
    return new IOException(
        "the folder " + Redactor.sanitizePath(folder) + " cannot be trusted: " + cause.problem(),
        cause);
  }

  /** Opens a file for reading and writing; creates it if it is missing. */
  static FileChannel file(PinnedFolder folder, Path file, OpenOption create) throws IOException {
    try {
      if (!folder.status(file).regular()) {
        throw new IOException(
            Redactor.sanitizePath(folder.path().resolve(file)) + " must be a regular file");
      }
    } catch (NoSuchFileException e) {
      // It is created.
    }
    return folder.openToWrite(file, create, attributes(folder.path(), FILE));
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
