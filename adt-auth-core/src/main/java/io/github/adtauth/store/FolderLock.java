package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.text.Redactor;
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
 * One writer at a time in a folder: threads of this JVM by a lock in memory, processes by a lock
 * file, which the system lets go when its process dies. Waits a bounded time.
 */
final class FolderLock {
  static final String FILE = "adt-auth.lock";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofNanos(200_000);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

  /**
   * A few locks for all folders. Two folders may share one and wait for each other; nobody holds
   * two.
   */
  private static final ReentrantLock[] THREADS =
      IntStream.range(0, 64).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  private FolderLock() {}

  /** What is done under the lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Takes the lock, works, lets it go. The folder is created where missing.
   *
   * @throws InterruptedIOException if the thread was interrupted meanwhile
   * @throws IOException if others may write to the folder, it cannot be locked, or is locked for
   *     too long, or if the work throws it
   */
  static <T> T holding(Path folder, Timing timing, Work<T> work) throws IOException {
    OwnerOnly.folder(folder);
    ReentrantLock threads = THREADS[Math.floorMod(folder.toRealPath().hashCode(), THREADS.length)];
    try {
      if (!threads.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooLong(folder);
      }
      try (FileChannel channel = OwnerOnly.file(folder.resolve(FILE), StandardOpenOption.CREATE)) {
        await(channel, folder, timing); // to close the channel is to let go the lock
        return work.run();
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
    Duration pause = FIRST_PAUSE;
    while (tryLock(channel) == null) {
      if (timing.ticker().getAsLong() - start >= PATIENCE.toNanos()) {
        throw tooLong(folder);
      }
      timing.sleeper().sleep(pause);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) { // of another class loader of this JVM
      return null;
    }
  }

  private static IOException tooLong(Path folder) {
    return new IOException(
        "the folder "
            + Redactor.sanitizePath(folder)
            + " is locked for more than "
            + PATIENCE.toSeconds()
            + " s");
  }

  private static IOException interrupted(Path folder, InterruptedException cause) {
    InterruptedIOException e =
        new InterruptedIOException("interrupted, waiting for " + Redactor.sanitizePath(folder));
    e.initCause(cause);
    return e;
  }
}
