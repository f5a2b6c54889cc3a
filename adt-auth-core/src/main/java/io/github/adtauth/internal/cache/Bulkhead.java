package io.github.adtauth.internal.cache;

import io.github.adtauth.internal.cache.FairQueue.RunningTask;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of tasks that run concurrently on an executor, and queues the others. Neither
 * many new users nor one principal with many tasks can occupy all threads ({@link FairQueue}).
 * Thread-safe.
 */
final class Bulkhead implements TokenExecutor {
  private final Executor executor;
  private final int maxConcurrent;
  private final ReentrantLock lock = new ReentrantLock();
  private final FairQueue queue;
  private int running;

  Bulkhead(Executor executor, int maxConcurrent, FairQueue queue) {
    this.executor = executor;
    this.maxConcurrent = maxConcurrent;
    this.queue = queue;
  }

  @Override
  public void execute(Object principal, Runnable request) {
    RunningTask task = startOrQueue(principal, request);
    if (task != null) {
      submit(task, this::runQueued);
    }
  }

  /** Runs a task on the executor, or does something else with it if the executor rejects it. */
  private void submit(RunningTask task, Consumer<RunningTask> onRejection) {
    boolean submitted = false;
    try {
      executor.execute(() -> runAll(task));
      submitted = true;
    } finally {
      if (!submitted) {
        onRejection.accept(task);
      }
    }
  }

  /** Starts a task, or queues it and returns null. */
  private @Nullable RunningTask startOrQueue(Object principal, Runnable request) {
    lock.lock();
    try {
      RunningTask task = running < maxConcurrent ? queue.start(principal, request) : null;
      if (task == null) {
        queue.add(principal, request);
      } else {
        running++;
      }
      return task;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs the queued tasks on this thread, because the executor rejected the thread that would have
   * run them. Otherwise they might never run.
   */
  private void runQueued(RunningTask rejected) {
    RunningTask task = next(rejected);
    if (task != null) {
      runAll(task);
    }
  }

  /** Runs a task and then queued tasks until none is left. */
  private void runAll(RunningTask first) {
    RunningTask task = first;
    while (task != null) {
      boolean completed = false;
      try {
        task.run();
        completed = true;
      } finally {
        if (!completed) {
          resubmit(task);
        }
      }
      task = next(task);
    }
  }

  /** Continues with the queue on another thread, because an error is about to end this one. */
  private void resubmit(RunningTask failed) {
    RunningTask task = next(failed);
    if (task != null) {
      submit(task, this::runAll);
    }
  }

  /** Ends a task and starts the next one, or returns null. */
  private @Nullable RunningTask next(RunningTask ended) {
    lock.lock();
    try {
      queue.end(ended);
      RunningTask task = queue.poll();
      if (task == null) {
        running--;
      }
      return task;
    } finally {
      lock.unlock();
    }
  }
}
