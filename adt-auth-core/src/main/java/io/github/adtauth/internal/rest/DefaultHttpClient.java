package io.github.adtauth.internal.rest;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The {@code OkHttpClient} of an instance that was built without one. Its threads are daemons, and
 * its pool keeps a connection for each concurrent call. Closing it ends its threads and idle
 * connections.
 */
public final class DefaultHttpClient implements AutoCloseable {
  private static final int MAX_CALLS = 64;

  private final OkHttpClient client;

  public DefaultHttpClient() {
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // The dispatcher sets the limit. A full pool would reject calls.
            60,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              String name = "adt-auth-twins-" + number.incrementAndGet();
              Thread thread = new Thread(null, task, name, 0, false);
              thread.setDaemon(true);
              return thread;
            });
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(MAX_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CALLS);
    client =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(MAX_CALLS, 5, TimeUnit.MINUTES))
            .build();
  }

  public OkHttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
