package io.github.adtauth.internal.cache;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Queues tasks and polls them round robin among principals, so that one with many tasks does not
 * delay the others. The number of running and queued tasks of a principal is bounded. A principal
 * without tasks uses no memory. Not thread-safe.
 */
final class FairQueue {
  private final int maxQueued;
  private final int maxRunningPerPrincipal;
  private final int maxQueuedPerPrincipal;
  private final Map<Object, Lane> lanes = new HashMap<>();
  private final Queue<Lane> ready = new ArrayDeque<>(); // lanes with a task that may run
  private int queued;

  FairQueue(int maxQueued, int maxRunningPerPrincipal, int maxQueuedPerPrincipal) {
    this.maxQueued = maxQueued;
    this.maxRunningPerPrincipal = maxRunningPerPrincipal;
    this.maxQueuedPerPrincipal = maxQueuedPerPrincipal;
  }

  /** The tasks of one principal. */
  private static final class Lane {
    private final Object principal;
    private final Queue<Runnable> tasks = new ArrayDeque<>(2);
    private int running;

    private Lane(Object principal) {
      this.principal = principal;
    }
  }

  /** A task that counts as running until {@link FairQueue#end}. */
  static final class RunningTask {
    private final Lane lane;
    private final Runnable task;

    private RunningTask(Lane lane, Runnable task) {
      this.lane = lane;
      this.task = task;
    }

    void run() {
      task.run();
    }
  }

  /** Starts a task without queuing it. Returns null if its principal already runs too many. */
  @Nullable RunningTask start(Object principal, Runnable task) {
    Lane lane = lanes.get(principal);
    if (lane == null) {
      lane = new Lane(principal);
      lanes.put(principal, lane);
    } else if (lane.running >= maxRunningPerPrincipal) {
      return null;
    }
    lane.running++;
    return new RunningTask(lane, task);
  }

  /**
   * Queues a task.
   *
   * @throws RejectedExecutionException if too many tasks are queued, in total or for the principal
   */
  void add(Object principal, Runnable task) {
    if (queued >= maxQueued) {
      throw new RejectedExecutionException("too many token requests are queued");
    }
    Lane lane = lanes.get(principal);
    if (lane == null) {
      lane = new Lane(principal);
      lanes.put(principal, lane);
    } else if (lane.tasks.size() >= maxQueuedPerPrincipal) {
      throw new RejectedExecutionException(
          "too many token requests of the same principal are queued");
    }
    lane.tasks.add(task);
    queued++;
    if (lane.tasks.size() == 1 && lane.running < maxRunningPerPrincipal) {
      ready.add(lane);
    }
  }

  /** Starts the next task, round robin among the principals. Returns null if none may run. */
  @Nullable RunningTask poll() {
    Lane lane = ready.poll();
    Runnable task = lane == null ? null : lane.tasks.poll();
    if (lane == null || task == null) {
      return null;
    }
    queued--;
    lane.running++;
    if (!lane.tasks.isEmpty() && lane.running < maxRunningPerPrincipal) {
      ready.add(lane);
    }
    return new RunningTask(lane, task);
  }

  /** Ends a task that was started. */
  void end(RunningTask task) {
    Lane lane = task.lane;
    if (lane.running == maxRunningPerPrincipal && !lane.tasks.isEmpty()) {
      ready.add(lane);
    }
    lane.running--;
    if (lane.running == 0 && lane.tasks.isEmpty()) {
      lanes.remove(lane.principal);
    }
  }

  /** Returns the number of principals with tasks. */
  int principals() {
    return lanes.size();
  }
}
