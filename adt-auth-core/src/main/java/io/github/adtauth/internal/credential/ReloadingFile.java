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
 * What is in a file, read again when the file has changed. A file that is being written, or is gone
 * for a moment, does not take away what was read before. It holds a private key, so only this
 * process's user and root may be able to write it. Thread-safe.
 *
 * @param <T> what it holds
 */
final class ReloadingFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCredential.class);
  private static final int MAX_BYTES = 1 << 20;

  private final Path path;
  private final String what;
  private final Function<byte[], T> parser;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable T value;
  private @Nullable FileStatus stamp;

  /**
   * Begins; the file is read when it is first asked for.
   *
   * @param parser throws IllegalArgumentException, with a sentence, if it is not what it should be
   */
  ReloadingFile(Path path, String what, Function<byte[], T> parser) {
    this.path = path;
    this.what = what;
    this.parser = parser;
  }

  /** Makes the next look read the file, changed or not. */
  void forgetStamp() {
    lock.lock();
    try {
      stamp = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what is in the file now, or was in it when it could last be read.
   *
   * @throws CredentialException if it never could
   */
  T current(AuthListener listener) {
    lock.lock();
    try {
      FileStatus now = FileStatus.of(path);
      T before = value;
      if (before != null && now.equals(stamp)) {
        return before;
      }
      T read = parser.apply(trusted(path));
      value = read;
      stamp = now;
      if (before != null) {
        listener.credentialReloaded(what + " of " + path);
      }
      return read;
    } catch (IOException | IllegalArgumentException e) {
      T before = value;
      if (before == null) {
        throw unreadable(e);
      }
      LOG.warn(
          "The {} file {} could not be read again; going on with the last: {}",
          what,
          Redactor.sanitizeId(path.toString(), 300),
          reason(e));
      return before;
    } finally {
      lock.unlock();
    }
  }

  private CredentialException unreadable(Exception e) {
    return new CredentialException(
        ErrorDetails.of("The " + what + " file " + path + " could not be used: " + reason(e) + ".")
            .fix(new Fix(null, "Mend the file; it is read again with the next attempt."))
            .cause(e instanceof IOException ? e : null));
  }

  static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e instanceof IOException
        ? e.getClass().getSimpleName()
        : Redactor.sanitize(
            Objects.requireNonNullElse(e.getMessage(), "it is not what it should be"), 300);
  }

  private static byte[] trusted(Path path) throws IOException {
    return checked(SafeFiles.readTrusted(path, MAX_BYTES + 1));
  }

  static byte[] bytes(Path path) throws IOException {
    return checked(SafeFiles.read(path, MAX_BYTES + 1));
  }

  private static byte[] checked(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("it is longer than 1 MB");
    }
    if (bytes.length == 0) {
      throw new IllegalArgumentException("it is empty");
    }
    return bytes;
  }
}
