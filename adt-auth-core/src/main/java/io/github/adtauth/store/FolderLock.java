package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.files.PinnedFolder;
import io.github.adtauth.internal.files.TrustedFolder;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.time.ExponentialBackoff;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the writers of a folder: threads of this JVM with a lock in memory, processes with a
 * lock file, which the system releases when a process dies. The wait is bounded.
 */
final class FolderLock {
  static final String FILE = "adt-auth.lock";
  private static final Path LOCK = Path.of(FILE);
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final ExponentialBackoff RETRY_DELAY =
      new ExponentialBackoff(Duration.ofNanos(200_000), Duration.ofMillis(10));

  /** A fixed number of locks for all folders. Two folders may share a lock; no thread holds two. */
  private static final ReentrantLock[] THREADS =
      IntStream.range(0, 64).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  private FolderLock() {}

  /** An operation under the lock. */
  @FunctionalInterface
  interface Work<T> {
    T run(PinnedFolder folder) throws IOException;
  }

  /**
   * Runs an operation under the lock. Creates the folder if it is missing.
   *
   * @throws InterruptedIOException if the thread is interrupted while it waits
   * @throws IOException if others can write to the folder, if it cannot be locked in time, or if
   *     the operation throws it
   */
  static <T> T withLock(TrustedFolder trusted, Timing timing, Work<T> work) throws IOException {
    Path folder = trusted.path();
    OwnerOnly.create(trusted);
    ReentrantLock threads = THREADS[Math.floorMod(folder.toRealPath().hashCode(), THREADS.length)];
    try {
      if (!threads.tryLock(LOCK_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw timedOut(folder);
      }
      try (PinnedFolder pinned = OwnerOnly.open(trusted);
          FileChannel channel = OwnerOnly.file(pinned, LOCK, StandardOpenOption.CREATE)) {
        await(channel, folder, timing); // closing the channel releases the lock
        return work.run(pinned);
      } finally {
        threads.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(folder, e);
    }
  }

  private static void await(FileChannel channel, Path folder, Timing timing)
      throws IOException, InterruptedException {
    long start = timing.ticker().getAsLong();
    for (int attempt = 1; tryLock(channel) == null; attempt++) {
      if (timing.ticker().getAsLong() - start >= LOCK_TIMEOUT.toNanos()) {
        throw timedOut(folder);
      }
      timing.sleeper().sleep(RETRY_DELAY.delay(attempt));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another class loader of this JVM holds the lock.
      return null;
    }
  }

  private static IOException timedOut(Path folder) {
    return new IOException(
        "the folder "
            + Redactor.sanitizePath(folder)
            + " has been locked by another process or thread for more than "
            + LOCK_TIMEOUT.toSeconds()
            + " s");
  }

  private static IOException interrupted(Path folder, InterruptedException cause) {
    InterruptedIOException e =
        new InterruptedIOException(
            "interrupted while waiting for the lock of " + Redactor.sanitizePath(folder));
    e.initCause(cause);
    return e;
  }
}
