package io.github.adtauth.internal.cache;

import io.github.adtauth.internal.cache.FairQueue.Turn;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a bounded number of tasks at a time on an executor and queues the others. A crowd of new
 * users does not take all threads from known ones, and a principal with many tasks does not take
 * them from the others ({@link FairQueue}). Thread-safe.
 */
final class Bulkhead implements TokenExecutor {
  private final Executor executor;
  private final int maxRunning;
  private final ReentrantLock lock = new ReentrantLock();
  private final FairQueue queue;
  private int running;

  Bulkhead(Executor executor, int maxRunning, FairQueue queue) {
    this.executor = executor;
    this.maxRunning = maxRunning;
    this.queue = queue;
  }

  @Override
  public void execute(Object principal, Runnable task) {
    Turn turn = start(principal, task);
    if (turn != null) {
      boolean begun = false;
      try {
        executor.execute(worker(turn));
        begun = true;
      } finally {
        if (!begun) {
          runQueued(turn);
        }
      }
    }
  }

  /** Starts a task, or queues it and returns null. */
  private @Nullable Turn start(Object principal, Runnable task) {
    lock.lock();
    try {
      Turn turn = running < maxRunning ? queue.start(principal, task) : null;
      if (turn == null) {
        queue.add(principal, task);
      } else {
        running++;
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /** Returns a thread's work: a task and those that are queued. */
  private Runnable worker(Turn first) {
    return new Runnable() {
      @Override
      public void run() {
        runAll(first);
      }
    };
  }

  /** Without a thread, the tasks that are queued already run here, because late beats never. */
  private void runQueued(Turn rejected) {
    Turn turn = next(rejected);
    if (turn != null) {
      runAll(turn);
    }
  }

  /** Runs a task and then the queued ones, for as long as there are any. */
  private void runAll(Turn first) {
    Turn turn = first;
    while (turn != null) {
      boolean done = false;
      try {
        turn.run();
        done = true;
      } finally {
        if (!done) {
          handOver(turn);
        }
      }
      turn = next(turn);
    }
  }

  /** Passes the queue to another thread, because this one is about to end with an error. */
  private void handOver(Turn failed) {
    Turn turn = next(failed);
    if (turn == null) {
      return;
    }
    boolean begun = false;
    try {
      executor.execute(worker(turn));
      begun = true;
    } finally {
      if (!begun) {
        runAll(turn);
      }
    }
  }

  /** Ends a task and starts the next one, or returns null. */
  private @Nullable Turn next(Turn ended) {
    lock.lock();
    try {
      queue.end(ended);
      Turn turn = queue.poll();
      if (turn == null) {
        running--;
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }
}
