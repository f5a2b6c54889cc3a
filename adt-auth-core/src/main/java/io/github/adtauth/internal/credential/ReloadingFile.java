package io.github.adtauth.internal.credential;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.files.FileStatus;
import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches the parsed contents of a file, and reloads them when the file changes. If reloading fails,
 * for example because the file is being written, the previous contents are used. The file contains
 * a private key, so only the user of this process and root may be able to write it. Thread-safe.
 *
 * @param <T> the type of the parsed contents
 */
final class ReloadingFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCredential.class);
  private static final int MAX_BYTES = 1 << 20;

  private final Path path;
  private final String kind;
  private final Function<byte[], T> parser;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable T value;
  private @Nullable FileStatus loadedStatus;

  /**
   * Creates a cache. The first call to {@link #current} reads the file.
   *
   * @param kind the kind of file, for messages
   * @param parser the parser of the contents, which throws {@link IllegalArgumentException} if they
   *     are invalid
   */
  ReloadingFile(Path path, String kind, Function<byte[], T> parser) {
    this.path = path;
    this.kind = kind;
    this.parser = parser;
  }

  /** Makes the next call to {@link #current} read the file even if it has not changed. */
  void invalidate() {
    lock.lock();
    try {
      loadedStatus = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the contents of the file, or the previous contents if it cannot be read.
   *
   * @throws CredentialException if the file cannot be read and there are no previous contents
   */
  T current(AuthListener listener) {
    lock.lock();
    try {
      FileStatus status = FileStatus.of(path);
      T previous = value;
      if (previous != null && status.equals(loadedStatus)) {
        return previous;
      }
      T parsed = parser.apply(readTrusted(path));
      value = parsed;
      loadedStatus = status;
      if (previous != null) {
        listener.credentialReloaded(kind + " of " + path);
      }
      return parsed;
    } catch (IOException | IllegalArgumentException e) {
      T previous = value;
      if (previous == null) {
        throw readFailure(e);
      }
      LOG.warn(
          "Failed to reload {} file {}; using the previous contents: {}",
          kind,
          Redactor.sanitizeId(path.toString(), 300),
          reason(e));
      return previous;
    } finally {
      lock.unlock();
    }
  }

  private CredentialException readFailure(Exception e) {
    return new CredentialException(
        ErrorDetails.of("Failed to read " + kind + " file " + path + ": " + reason(e) + ".")
            .fix(new Fix(null, "Fix the file. It is read again at the next attempt."))
            .cause(e instanceof IOException ? e : null));
  }

  /** Returns why reading or parsing a file failed, redacted for messages. */
  static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e instanceof IOException
        ? e.getClass().getSimpleName()
        : Redactor.sanitize(Objects.requireNonNullElse(e.getMessage(), "invalid contents"), 300);
  }

  private static byte[] readTrusted(Path path) throws IOException {
    return requireValidSize(SafeFiles.readTrusted(path, MAX_BYTES + 1));
  }

  /** Reads a file that does not have to be protected from other users. */
  static byte[] read(Path path) throws IOException {
    return requireValidSize(SafeFiles.read(path, MAX_BYTES + 1));
  }

  private static byte[] requireValidSize(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("it is longer than 1 MB");
    }
    if (bytes.length == 0) {
      throw new IllegalArgumentException("it is empty");
    }
    return bytes;
  }
}
