package io.github.adtauth.internal.files;

import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder that only this process's user and root may write to. The symbolic links on the way to it
 * are checked when it is opened for the first time, and again when another folder has taken its
 * place. Thread-safe.
 */
public final class TrustedFolder {
  private final Path path;
  private final FileRetry.Sleeper sleeper;

  /** The identity of the folder to which the path led when its links were checked. */
  private volatile @Nullable Object resolvedKey;

  /**
   * Creates the folder of an absolute path; it is not opened or checked yet.
   *
   * @param sleeper waits for files that another process has open (Windows)
   */
  public TrustedFolder(Path path, FileRetry.Sleeper sleeper) {
    this.path = path;
    this.sleeper = sleeper;
  }

  /** Returns the path of the folder. */
  public Path path() {
    return path;
  }

  /**
   * Opens the folder.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such folder
   * @throws UntrustedFileException if others own it or may write to it, or may have created a
   *     symbolic link on the way to it
   * @throws IOException if it cannot be opened
   */
  public PinnedFolder open() throws IOException {
    PinnedFolder folder = PinnedFolder.open(path, sleeper);
    try {
      if (FileStatus.hasOwners(path)) {
        check(folder.key());
      }
      return folder;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Checks the symbolic links on the way to the folder, which may be missing.
   *
   * @throws UntrustedFileException if others may have created one of them
   * @throws IOException if the path cannot be examined
   */
  public void checkLinks() throws IOException {
    if (FileStatus.hasOwners(path)) {
      Path unused = TrustedPath.resolve(path, FileOwnership.ofProcess());
    }
  }

  private void check(@Nullable Object key) throws IOException {
    FileOwnership ownership = FileOwnership.ofProcess();
    FileStatus status = FileStatus.of(path);
    String problem = ownership.problem(status);
    if (problem != null) {
      throw new UntrustedFileException(path, problem);
    }
    requireSame(key, status.key());
    if (!Objects.equals(key, resolvedKey)) {
      try (PinnedFolder walked = PinnedFolder.openResolved(TrustedPath.resolve(path, ownership))) {
        requireSame(key, walked.key());
      }
      resolvedKey = key;
    }
  }

  private void requireSame(@Nullable Object key, @Nullable Object actual) throws IOException {
    if (!Objects.equals(key, actual)) {
      throw PinnedFolder.exchanged(path);
    }
  }

  @Override
  public String toString() {
    return Redactor.sanitizePath(path);
  }
}
