package io.github.adtauth.store;

import io.github.adtauth.internal.files.OwnerAccess;
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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Creates files and folders that only their owner can access, and checks existing ones. Permissions
 * of existing files are not changed, and symbolic links are not followed. On Windows, existing
 * files and folders are not checked. Stateless.
 */
final class OwnerOnly {
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
        Files.createDirectories(folder, OwnerAccess.folderAttributes(folder));
        OwnerAccess.restrict(folder);
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
  static FileChannel file(PinnedFolder folder, Path file, StandardOpenOption create)
      throws IOException {
    try {
      if (!folder.status(file).regular()) {
        throw new IOException(
            Redactor.sanitizePath(folder.resolve(file)) + " must be a regular file");
      }
    } catch (NoSuchFileException e) {
      // It is created.
    }
    return folder.openToWrite(file, create);
  }
}
