package io.github.adtauth.internal.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates the executors of token requests. A token request is shared by all callers that wait for
 * it, so it does not run on the thread of any of them.
 */
final class TokenExecutors {
  private static final int THREADS = 32;
  private static final int MAX_QUEUED = 10_000;
  private static final long IDLE_SECONDS = 10;
  private static final int MAX_FIRST_REQUESTS = 24;

  /** A low limit, because the requests of a user with many inbound tokens are almost equal. */
  private static final int MAX_RUNNING_PER_PRINCIPAL = 4;

  private static final int MAX_QUEUED_PER_PRINCIPAL = 100;
  private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

  private TokenExecutors() {}

  /** Returns an executor whose daemon threads terminate when idle, so it needs no closing. */
  static Executor newExecutor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_QUEUED),
            TokenExecutors::newThread);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Inherits no thread-locals: the thread outlives the call of the user who caused it. */
  private static Thread newThread(Runnable task) {
    String name = "adt-auth-token-" + THREAD_NUMBER.incrementAndGet();
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns a view of an executor that shares all of its threads fairly among principals. */
  static TokenExecutor shared(Executor executor) {
    return limited(executor, THREADS);
  }

  /** Returns a view for principals without a token, which leaves some threads to the others. */
  static TokenExecutor forFirstRequests(Executor executor) {
    return limited(executor, MAX_FIRST_REQUESTS);
  }

  private static TokenExecutor limited(Executor executor, int maxConcurrent) {
    return new Bulkhead(
        executor,
        maxConcurrent,
        new FairQueue(MAX_QUEUED, MAX_RUNNING_PER_PRINCIPAL, MAX_QUEUED_PER_PRINCIPAL));
  }
}
