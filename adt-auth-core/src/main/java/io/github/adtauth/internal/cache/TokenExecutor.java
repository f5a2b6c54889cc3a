package io.github.adtauth.internal.cache;

import java.util.concurrent.Executor;

/** Runs token requests, each for a principal. Thread-safe. */
interface TokenExecutor {
  /**
   * Runs a request now or later.
   *
   * @param principal the user or application of the request, compared by {@code equals}
   * @throws java.util.concurrent.RejectedExecutionException if too many requests wait already
   */
  void execute(Object principal, Runnable request);

  /** Returns the caller's own executor, which does not distinguish principals. */
  static TokenExecutor of(Executor executor) {
    return new TokenExecutor() {
      @Override
      public void execute(Object principal, Runnable request) {
        executor.execute(request);
      }
    };
  }
}
