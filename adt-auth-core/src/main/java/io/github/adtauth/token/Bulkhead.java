package io.github.adtauth.token;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many tasks at a time onto an executor, the others in turn, so that a crowd of new
 * users does not take all threads from those who are known. Thread-safe.
 */
final class Bulkhead implements Executor {
  private final Executor executor;
  private final int most;
  private final int mostWaiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  Bulkhead(Executor executor, int most, int mostWaiting) {
    this.executor = executor;
    this.most = most;
    this.mostWaiting = mostWaiting;
  }

  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (running == most) {
        if (waiting.size() == mostWaiting) {
          throw new RejectedExecutionException("too many wait already");
        }
        waiting.add(task);
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    boolean begun = false;
    try {
      executor.execute(turn(task));
      begun = true;
    } finally {
      if (!begun) {
        runWaiting();
      }
    }
  }

  /** Returns a thread's work: a task and those that wait. */
  private Runnable turn(Runnable first) {
    return new Runnable() {
      @Override
      public void run() {
        runAll(first);
      }
    };
  }

  /** Where no thread can be had, those that wait already are run here, rather late than never. */
  private void runWaiting() {
    Runnable task = next();
    if (task != null) {
      runAll(task);
    }
  }

  /** Runs a task and then those that wait, for as long as there are any. */
  private void runAll(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      boolean done = false;
      try {
        task.run();
        done = true;
      } finally {
        if (!done) {
          handOver();
        }
      }
    }
  }

  /** Lets a thread go on that is not about to end with an error. */
  private void handOver() {
    Runnable task = next();
    if (task == null) {
      return;
    }
    boolean begun = false;
    try {
      executor.execute(turn(task));
      begun = true;
    } finally {
      if (!begun) {
        runAll(task);
      }
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable task = waiting.poll();
      if (task == null) {
        running--;
      }
      return task;
    } finally {
      lock.unlock();
    }
  }
}
