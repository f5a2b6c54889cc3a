package io.github.adtauth.internal.http;

import io.github.adtauth.Timing;
import io.github.adtauth.http.AuthenticatedHttp;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.ConnectionPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once if far more connections are opened within a minute than are open at a time: the pool
 * keeps too few of them, or the peer closes them. Each costs a TLS handshake. Thread-safe.
 */
final class ConnectionChurn {
  private static final Logger LOG = LoggerFactory.getLogger(AuthenticatedHttp.class);
  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MIN_OPENED = 100;
  private static final int OPENED_PER_CONCURRENT = 3;

  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private long windowStart;
  private int opened;
  private int maxConcurrent;
  private boolean warned;

  ConnectionChurn(Timing timing) {
    this.timing = timing;
    windowStart = timing.ticker().getAsLong();
  }

  /** Records that a connection of this pool was opened. */
  void recordOpened(String host, ConnectionPool pool) {
    int concurrent = pool.connectionCount();
    lock.lock();
    try {
      long now = timing.ticker().getAsLong();
      if (now - windowStart > WINDOW_NANOS) {
        windowStart = now;
        opened = 0;
        maxConcurrent = 0;
      }
      opened++;
      maxConcurrent = Math.max(maxConcurrent, concurrent);
      if (warned || opened < MIN_OPENED || opened < (long) OPENED_PER_CONCURRENT * maxConcurrent) {
        return;
      }
      warned = true;
    } finally {
      lock.unlock();
    }
    LOG.warn(
        "{} connections to {} were opened within a minute, but at most {} were open at a time:"
            + " the connection pool of the OkHttpClient is too small for the number of concurrent"
            + " calls, or the server closes connections early. Set, for example,"
            + " connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES)). OkHttp's default"
            + " keeps 5 idle connections.",
        opened,
        host,
        maxConcurrent);
  }
}
