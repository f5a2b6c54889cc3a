package io.github.adtauth.internal.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that ask for tokens. A request for a token belongs to all who wait for it, so it runs
 * on none of their threads: whoever stops waiting does not end it for the others.
 */
final class TokenExecutors {
  private static final int THREADS = 32;
  private static final int WAITING = 10_000;
  private static final long IDLE_SECONDS = 10;
  private static final int MAX_NEW = 24;

  /** Few, because the requests of a user with many inbound tokens differ only by the token. */
  private static final int MAX_RUNNING_PER_PRINCIPAL = 4;

  private static final int MAX_QUEUED_PER_PRINCIPAL = 100;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TokenExecutors() {}

  /** Returns an executor whose daemon threads end when idle, so that nobody has to close it. */
  static Executor newExecutor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            new Daemons());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Returns all of the threads, fairly shared among principals. */
  static TokenExecutor all(Executor executor) {
    return limited(executor, THREADS);
  }

  /** Returns a part of the threads for principals without a token; the rest is for the others. */
  static TokenExecutor forNewcomers(Executor executor) {
    return limited(executor, MAX_NEW);
  }

  private static TokenExecutor limited(Executor executor, int maxRunning) {
    return new Bulkhead(
        executor,
        maxRunning,
        new FairQueue(WAITING, MAX_RUNNING_PER_PRINCIPAL, MAX_QUEUED_PER_PRINCIPAL));
  }

  private static final class Daemons implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, "adt-auth-token-" + NUMBER.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
