package io.github.adtauth.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Handles at most {@link #MAX_CALLS} calls at a time and responds 503 to the others at once; closes
 * the exchange. Its executor has a few more threads, which send the rejections while all others
 * wait for Digital Twins. If the executor's queue is full too, the JDK's server closes the
 * connection.
 */
final class BoundedHandler implements HttpHandler {
  static final int MAX_CALLS = 32;
  static final String THREAD_NAME = "rooms-";

  private static final int THREADS = MAX_CALLS + 4;
  private static final int MAX_QUEUED = 1000;

  private final HttpHandler handler;
  private final Semaphore calls = new Semaphore(MAX_CALLS);

  BoundedHandler(HttpHandler handler) {
    this.handler = handler;
  }

  /** Returns an executor for {@code HttpServer.setExecutor}; its threads end when idle. */
  static Executor executor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_QUEUED),
            task -> {
              Thread thread = new Thread(task);
              thread.setName(THREAD_NAME + thread.getId());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!calls.tryAcquire()) {
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      try {
        handler.handle(exchange);
      } finally {
        calls.release();
      }
    }
  }
}
