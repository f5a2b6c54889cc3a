package io.github.adtauth.internal.cache;

import java.util.concurrent.Executor;

/** Like {@link Executor}, but each token request is executed for a principal. Thread-safe. */
@FunctionalInterface
interface TokenExecutor {
  /**
   * Executes the request at some time in the future, possibly on the calling thread.
   *
   * @param principal the user or application that the token is for, compared by {@code equals}
   * @throws java.util.concurrent.RejectedExecutionException if too many requests are queued
   */
  void execute(Object principal, Runnable request);

  /** Adapts an executor, which does not distinguish between principals. */
  static TokenExecutor from(Executor executor) {
    return (principal, request) -> executor.execute(request);
  }
}
