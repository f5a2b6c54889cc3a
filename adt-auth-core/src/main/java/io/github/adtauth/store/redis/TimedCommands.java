package io.github.adtauth.store.redis;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs commands with a time limit for each.
 *
 * <p>Jedis limits each read of a reply, not the whole reply, and by default it waits for a free
 * connection without a limit. The connection belongs to the user's Jedis and cannot be closed from
 * here, so each command runs on a separate thread. When the timeout expires, the thread is
 * interrupted, which ends a wait for a connection. A thread that reads a reply ends with the
 * connection; until then its command is overdue. Thread-safe; the threads end when they are idle.
 */
final class TimedCommands {
  private static final int MAX_OVERDUE = 64;
  private static final long IDLE_SECONDS = 30;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Duration timeout;
  private final AtomicInteger overdue = new AtomicInteger();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          TimedCommands::newThread);

  TimedCommands(Duration timeout) {
    this.timeout = timeout;
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(null, task, "adt-auth-redis-" + NUMBER.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the time limit of each command. */
  Duration timeout() {
    return timeout;
  }

  /**
   * Runs a command and returns its result. Propagates its exceptions.
   *
   * @throws TimeoutException if the command is not complete in time
   * @throws RejectedExecutionException if too many commands are overdue
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T run(Supplier<T> command) throws TimeoutException, InterruptedException {
    if (overdue.get() >= MAX_OVERDUE) {
      throw new RejectedExecutionException();
    }
    Command<T> task = new Command<>(command);
    executor.execute(task);
    boolean completed = false;
    try {
      T result = task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      completed = true;
      return result;
    } catch (ExecutionException e) {
      completed = true;
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // a Supplier throws only unchecked exceptions
    } finally {
      if (!completed) {
        task.abandon();
      }
    }
  }

  private final class Command<T> extends FutureTask<T> {
    private final AtomicBoolean isAwaited = new AtomicBoolean(true);

    Command(Supplier<T> command) {
      super(command::get);
    }

    @Override
    public void run() {
      try {
        super.run();
      } finally {
        if (!isAwaited.compareAndSet(true, false)) {
          overdue.decrementAndGet();
        }
      }
    }

    void abandon() {
      overdue.incrementAndGet();
      if (!isAwaited.compareAndSet(true, false)) {
        overdue.decrementAndGet(); // it completed at the same time
      }
      boolean unused = cancel(true);
    }
  }
}
