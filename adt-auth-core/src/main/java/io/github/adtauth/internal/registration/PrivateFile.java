package io.github.adtauth.internal.registration;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.files.FileOwnership;
import io.github.adtauth.internal.files.FileStatus;
import io.github.adtauth.internal.files.PinnedFolder;
import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes files atomically so that only their owner can read them. Stateless. */
final class PrivateFile {
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      PosixFilePermissions.fromString("----w--w-");

  private PrivateFile() {}

  /**
   * Writes a file.
   *
   * @param replace whether to replace an existing file, atomically
   * @throws java.nio.file.FileAlreadyExistsException if the file exists and must not be replaced
   * @throws IOException if the file cannot be written, or others could read it
   */
  static void write(Path file, byte[] content, boolean replace) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (parent == null || name == null) {
      throw new IOException(Redactor.sanitizePath(file) + " is not a file");
    }
    String problem = folderProblem(file);
    if (problem != null) {
      throw new FileSystemException(Redactor.sanitizePath(file), null, problem);
    }
    try (PinnedFolder folder = SafeFiles.openFolder(parent, Timing.system().sleeper()::sleep)) {
      if (!replace) {
        // A rename checks before it replaces. Another user's file could appear in between.
        create(folder, name, content);
        return;
      }
      Path temporary = Path.of(".registration" + UUID.randomUUID() + ".tmp");
      try {
        create(folder, temporary, content);
        folder.rename(temporary, name);
      } finally {
        folder.deleteIfExists(temporary);
      }
    }
  }

  /**
   * Writes a new file through the channel that created it. Reopening the path could open another
   * user's file.
   */
  private static void create(PinnedFolder folder, Path name, byte[] content) throws IOException {
    try (FileChannel channel = folder.openToWrite(name, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      folder.deleteIfExists(name); // a truncated key is useless
      throw e;
    }
  }

  /** Returns why others can replace a new file in its folder, and the fix; null if they cannot. */
  static @Nullable String folderProblem(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      String problem =
          folder == null
              ? null
              : FileOwnership.ofProcess().folderProblem(FileStatus.of(folder.toRealPath()));
      return problem == null ? null : "others could read it, because of its folder: " + problem;
    } catch (IOException e) {
      return "its folder cannot be examined: " + e.getClass().getSimpleName();
    }
  }

  /** Returns whether users other than the owner can write to a file; false if not known. */
  static boolean isOpenToWriters(Path file) {
    try {
      return isPosix(file)
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS_WRITE::contains);
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
