package io.github.adtauth.internal.registration;

import io.github.adtauth.internal.files.FileOwnership;
import io.github.adtauth.internal.files.FileStatus;
import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
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

  static void write(Path file, byte[] content, boolean replace) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(Redactor.sanitizePath(file) + " is not a file");
    }
    String problem = folderProblem(file);
    if (problem != null) {
      throw new FileSystemException(Redactor.sanitizePath(file), null, problem);
    }
    Path temporary = folder.resolve(".registration" + UUID.randomUUID() + ".tmp");
    try {
      create(temporary, content);
      if (replace) {
        move(temporary, file);
      } else {
        Files.move(temporary, file); // fails if the file exists
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Writes a new file through the channel that created it. Another user could replace the path
   * meanwhile.
   */
  private static void create(Path file, byte[] content) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes(file))) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
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

  /** Returns why a file may have been written by others, and the fix; null if it was not. */
  static @Nullable String ownerProblem(Path file) {
    try {
      FileOwnership ownership = FileOwnership.ofProcess();
      String link = ownership.linkProblem(file);
      return link == null ? ownership.problemBeside(FileStatus.of(file), null) : link;
    } catch (IOException e) {
      return "it cannot be examined: " + e.getClass().getSimpleName();
    }
  }

  /** Returns why others can change or replace a file, and the fix; null if they cannot. */
  static @Nullable String problem(Path file) {
    try {
      return SafeFiles.ownershipProblem(file);
    } catch (IOException e) {
      return "it cannot be examined: " + e.getClass().getSimpleName();
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileAttribute<?>[] attributes(Path folder) {
    return isPosix(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
