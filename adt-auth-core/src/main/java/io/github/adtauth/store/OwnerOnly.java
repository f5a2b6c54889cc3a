package io.github.adtauth.store;

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
 * Files and folders that only their owner may use: created so, not changed afterwards, symbolic
 * links not followed. Where there are no POSIX permissions (Windows) they inherit those of the
 * folder they are in, and nothing is checked.
 */
final class OwnerOnly {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      PosixFilePermissions.fromString("----w--w-");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private OwnerOnly() {}

  /** Creates the folder and those above it where missing; refuses one that others may write to. */
  static void folder(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectories(folder, attributes(folder, FOLDER));
      } catch (FileAlreadyExistsException e) {
        // Said below, in better words.
      }
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is not a folder, or is a symbolic link to one");
    }
    if (grantsAny(folder, OTHERS_WRITE)) {
      throw new IOException(
          "others may write to the folder " + folder + ": make it owner-only (chmod 700)");
    }
  }

  /** Opens the file for reading and writing; creates it where missing. */
  static FileChannel file(Path file, OpenOption create) throws IOException {
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.READ, StandardOpenOption.WRITE, create, LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, options, attributes(file, FILE));
  }

  /** Whether somebody else than the owner has any right to the file. */
  static boolean isOpenToOthers(Path file) throws IOException {
    return grantsAny(file, OTHERS);
  }

  /** Makes the names in a folder last through a loss of power, where the system can. */
  static void sync(Path folder) throws IOException {
    if (hasPosix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean grantsAny(Path path, Set<PosixFilePermission> rights) throws IOException {
    return hasPosix(path)
        && Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).stream()
            .anyMatch(rights::contains);
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
