package io.github.adtauth.internal.files;

import io.github.adtauth.internal.time.ExponentialBackoff;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Retries file operations that fail on Windows while another process or thread has the file open: a
 * reader of the same store, a virus scanner or a search indexer. Such a failure is an {@link
 * AccessDeniedException} or a {@link FileSystemException} without a type of its own, and passes
 * within milliseconds. Other systems do not lock open files. Immutable, thread-safe.
 */
public final class FileRetry {
  private static final int MAX_ATTEMPTS = 10;
  private static final ExponentialBackoff DELAY =
      new ExponentialBackoff(Duration.ofMillis(1), Duration.ofMillis(100));

  private static final FileRetry NONE = new FileRetry(1, delay -> {});

  private final int maxAttempts;
  private final Sleeper sleeper;

  private FileRetry(int maxAttempts, Sleeper sleeper) {
    this.maxAttempts = maxAttempts;
    this.sleeper = sleeper;
  }

  /** Returns the retries for the system of this folder: none, except on Windows. */
  static FileRetry of(Path folder, Sleeper sleeper) {
    return FileStatus.hasOwners(folder) ? NONE : new FileRetry(MAX_ATTEMPTS, sleeper);
  }

  /** Returns a retry that tries only once. */
  static FileRetry none() {
    return NONE;
  }

  /**
   * Runs the operation until it succeeds, fails otherwise, or has failed for about half a second.
   *
   * @throws InterruptedIOException if the thread is interrupted between two attempts
   * @throws IOException the last failure of the operation
   */
  <T> T run(Operation<T> operation) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return operation.run();
      } catch (FileSystemException e) {
        if (attempt >= maxAttempts || !mayPass(e)) {
          throw e;
        }
        sleep(DELAY.delay(attempt), e);
      }
    }
  }

  private static boolean mayPass(FileSystemException e) {
    return e instanceof AccessDeniedException || e.getClass() == FileSystemException.class;
  }

  private void sleep(Duration delay, IOException failure) throws InterruptedIOException {
    try {
      sleeper.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while another process had the file open");
      interrupted.initCause(failure);
      throw interrupted;
    }
  }

  /** A file operation. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  /** Waits between two attempts. */
  @FunctionalInterface
  public interface Sleeper {
    /**
     * Waits for the duration.
     *
     * @throws InterruptedException if the thread was or is interrupted
     */
    void sleep(Duration delay) throws InterruptedException;
  }
}
