package io.github.adtauth.spring;

import io.github.adtauth.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A value that the first caller loads. Concurrent callers wait for one load and share its result; a
 * failure is repeated for five seconds. Thread-safe.
 */
final class SharedLoad<T> {
  /** How long a failure is repeated without another load. */
  static final Duration RETRY = Duration.ofSeconds(5);

  private final Timing timing;
  private final Loader<T> loader;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T value;
  private @Nullable IOException failure;
  private long retryAt;

  /** Loads a value. The duration must be limited. */
  @FunctionalInterface
  interface Loader<T> {
    T load() throws IOException;
  }

  SharedLoad(Timing timing, Loader<T> loader) {
    this.timing = timing;
    this.loader = loader;
  }

  /**
   * Returns the value, and loads it first if necessary.
   *
   * @throws IOException if the load failed
   */
  T get() throws IOException {
    T current = value;
    return current == null ? load() : current;
  }

  private T load() throws IOException {
    lock.lock();
    try {
      T current = value;
      if (current != null) {
        return current;
      }
      IOException earlier = failure;
      if (earlier != null && timing.ticker().getAsLong() - retryAt < 0) {
        throw new IOException("An earlier attempt failed.", earlier);
      }
      return loadNow();
    } finally {
      lock.unlock();
    }
  }

  private T loadNow() throws IOException {
    try {
      T loaded = loader.load();
      value = loaded;
      failure = null;
      return loaded;
    } catch (IOException e) {
      failure = e;
      retryAt = timing.ticker().getAsLong() + RETRY.toNanos();
      throw e;
    }
  }
}
