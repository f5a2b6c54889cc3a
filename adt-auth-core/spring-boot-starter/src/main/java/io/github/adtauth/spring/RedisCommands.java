package io.github.adtauth.spring;

import io.github.adtauth.Timing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Runs Redis commands with a time limit. By default, Lettuce waits a minute for a response, and for
 * a connection too, so a hanging Redis would hold every call of the web API.
 *
 * <p>Each command runs on one of at most 64 daemon threads, which end when they are idle; more
 * commands wait for a thread, within their time limit. After a command without a response, commands
 * fail at once for five seconds; then one command checks Redis again. Thread-safe.
 */
final class RedisCommands {
  private static final Duration SUSPENSION = Duration.ofSeconds(5);
  private static final int MAX_THREADS = 64;
  private static final long IDLE_SECONDS = 30;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final RedisConnectionFactory connections;
  private final Timing timing;
  private final Duration timeout;
  private final ThreadPoolExecutor executor;
  private final AtomicInteger overdue = new AtomicInteger();
  private final AtomicBoolean trialInProgress = new AtomicBoolean();
  private volatile boolean suspended;
  private volatile long retryAt;

  RedisCommands(RedisConnectionFactory connections, Timing timing, Duration timeout) {
    this(connections, timing, timeout, RedisCommands::newThread);
  }

  RedisCommands(
      RedisConnectionFactory connections, Timing timing, Duration timeout, ThreadFactory threads) {
    this.connections = connections;
    this.timing = timing;
    this.timeout = timeout;
    // Each waiting caller has one task in the queue, and removes it when it stops waiting.
    executor =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads);
    executor.allowCoreThreadTimeOut(true);
  }

  private static Thread newThread(Runnable task) {
    Thread thread =
        new Thread(null, task, "adt-auth-spring-redis-" + NUMBER.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs a command and returns its result.
   *
   * @param operation what the command does, for messages
   * @throws IOException if Redis did not respond in time, is suspended or rejected the command
   */
  <T extends @Nullable Object> T run(String operation, Function<RedisConnection, T> command)
      throws IOException {
    acquire();
    if (overdue.get() >= MAX_THREADS) {
      suspend();
      throw new IOException("Too many earlier Redis commands have not completed.");
    }
    Command<T> task = new Command<>(() -> withConnection(command));
    start(task);
    try {
      T result = task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      onResponse();
      return result;
    } catch (TimeoutException e) {
      task.abandon();
      suspend();
      throw new IOException("Redis did not respond within " + timeout.toMillis() + " ms.");
    } catch (InterruptedException e) {
      task.abandon();
      trialInProgress.set(false);
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      throw failure(operation, e.getCause());
    }
  }

  private void start(Command<?> task) {
    try {
      executor.execute(task);
    } catch (RuntimeException | Error e) { // such as no memory for a thread
      trialInProgress.set(false);
      throw e;
    }
  }

  private <T extends @Nullable Object> T withConnection(Function<RedisConnection, T> command) {
    try (RedisConnection connection = connections.getConnection()) {
      return command.apply(connection);
    }
  }

  /** Does not chain the failure: its message may quote a password or a stored value. */
  private IOException failure(String operation, @Nullable Throwable failure) {
    if (failure instanceof RedisSystemException) {
      onResponse();
      return new IOException("Redis rejected the command to " + operation + " an entry.");
    } else if (failure instanceof RedisConnectionFailureException
        || failure instanceof DataAccessException) {
      suspend();
      return new IOException("Redis did not respond: " + failure.getClass().getSimpleName() + ".");
    }
    trialInProgress.set(false);
    if (failure instanceof Error error) {
      throw error;
    }
    String type = failure == null ? "unknown" : failure.getClass().getName();
    return new IOException("Failed to " + operation + " an entry of Redis: " + type + ".");
  }

  private void acquire() throws IOException {
    if (suspended
        && (timing.ticker().getAsLong() - retryAt < 0
            || !trialInProgress.compareAndSet(false, true))) {
      throw new IOException(
          "Redis did not respond to an earlier command. Commands are suspended for "
              + SUSPENSION.toSeconds()
              + " s.");
    }
  }

  private void onResponse() {
    if (suspended) {
      suspended = false;
      trialInProgress.set(false);
    }
  }

  private void suspend() {
    retryAt = timing.ticker().getAsLong() + SUSPENSION.toNanos();
    suspended = true;
    trialInProgress.set(false);
  }

  /** A command that may continue after its caller has stopped waiting. */
  private final class Command<T extends @Nullable Object> extends FutureTask<T> {
    private final AtomicBoolean isAwaited = new AtomicBoolean(true);

    Command(Callable<T> command) {
      super(command);
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
      if (executor.remove(this)) {
        return; // it was waiting for a thread
      }
      overdue.incrementAndGet();
      if (!isAwaited.compareAndSet(true, false)) {
        overdue.decrementAndGet(); // it completed at the same time
      }
      boolean unused = cancel(true);
    }
  }
}
