package io.github.adtauth.internal.files;

import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads regular files only. Opening a pipe would block until there is a writer, and a device may
 * have no end. Symbolic links are followed, because Kubernetes mounts secrets behind two of them;
 * on the way to a trusted file, they are checked ({@link TrustedPath}). The target is checked and
 * opened ({@link PinnedFolder}).
 */
public final class SafeFiles {
  private SafeFiles() {}

  /**
   * Reads a file up to a limit.
   *
   * @throws FileSystemException with a reason, if the file is not a regular file
   * @throws IOException if the file cannot be read
   */
  public static byte[] read(Path path, int limit) throws IOException {
    return read(path, limit, null);
  }

  /**
   * Reads a file up to a limit. Rejects a file that users other than this process's user and root
   * can write.
   *
   * @throws UntrustedFileException if other users can change or replace the file
   * @throws FileSystemException with a reason, if the file is not a regular file
   * @throws IOException if the file cannot be read
   */
  public static byte[] readTrusted(Path path, int limit) throws IOException {
    return read(path, limit, FileOwnership.ofProcess());
  }

  /**
   * Reads a file up to a limit, as {@link #readTrusted} does, but also accepts a file that its
   * group can write.
   *
   * @throws UntrustedFileException if users outside its group can change the file, or others can
   *     replace it
   * @throws FileSystemException with a reason, if the file is not a regular file
   * @throws IOException if the file cannot be read
   */
  public static byte[] readOwned(Path path, int limit) throws IOException {
    return read(path, limit, FileOwnership.ofProcess().allowingGroup());
  }

  /**
   * Reads a file up to a limit, as {@link #readTrusted} does, but rejects a file that other users
   * can access.
   *
   * @throws UntrustedFileException if other users can read, change or replace the file
   * @throws FileSystemException with a reason, if the file is not a regular file
   * @throws IOException if the file cannot be read
   */
  public static byte[] readPrivate(Path path, int limit) throws IOException {
    return read(path, limit, FileOwnership.ofProcess().requiringPrivacy());
  }

  /**
   * Decodes UTF-8 text, without the byte order mark that some programs on Windows begin it with.
   */
  public static String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * Opens a folder to write files that other users cannot replace.
   *
   * @param sleeper waits for files that another process has open (Windows)
   * @throws UntrustedFileException if others can replace files there, or may have created a
   *     symbolic link on the way to it
   * @throws IOException if it cannot be opened
   */
  public static PinnedFolder openFolder(Path path, FileRetry.Sleeper sleeper) throws IOException {
    if (!FileStatus.hasOwners(path)) {
      return PinnedFolder.open(path, sleeper);
    }
    FileOwnership ownership = FileOwnership.ofProcess();
    Path resolved = TrustedPath.resolve(path, ownership);
    PinnedFolder folder = PinnedFolder.openResolved(resolved);
    try {
      FileStatus status = FileStatus.of(resolved);
      String problem = ownership.folderProblem(status);
      if (problem != null) {
        throw new UntrustedFileException(resolved, problem);
      }
      if (!Objects.equals(folder.key(), status.key())) {
        throw PinnedFolder.exchanged(resolved);
      }
      return folder;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static byte[] read(Path path, int limit, @Nullable FileOwnership ownership)
      throws IOException {
    if (!FileStatus.hasOwners(path)) {
      requireRegular(path, FileStatus.of(path));
      try (InputStream in = Files.newInputStream(path)) {
        return in.readNBytes(limit);
      }
    }
    try {
      return readTarget(resolve(path, ownership), limit, ownership);
    } catch (NoSuchFileException e) {
      // Kubernetes replaces a secret by replacing the link to its folder: follow the new one.
      return readTarget(resolve(path, ownership), limit, ownership);
    }
  }

  private static Path resolve(Path path, @Nullable FileOwnership ownership) throws IOException {
    return ownership == null ? path.toRealPath() : TrustedPath.resolve(path, ownership);
  }

  private static byte[] readTarget(Path target, int limit, @Nullable FileOwnership ownership)
      throws IOException {
    FileStatus file = FileStatus.of(target, LinkOption.NOFOLLOW_LINKS);
    requireRegular(target, file);
    Path folder = target.getParent();
    if (ownership != null && folder != null) {
      FileStatus folderStatus = FileStatus.of(folder);
      String problem = ownership.problem(file, folder, folderStatus);
      if (problem != null) {
        throw new UntrustedFileException(target, problem);
      }
      return PinnedFolder.read(target, file, folder, folderStatus, limit);
    }
    try (InputStream in = Files.newInputStream(target, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(limit);
    }
  }

  private static void requireRegular(Path path, FileStatus status) throws FileSystemException {
    if (!status.regular()) {
      throw new FileSystemException(
          Redactor.sanitizePath(path),
          null,
          status.directory() ? "it is a directory" : "it is not a regular file");
    }
  }
}
