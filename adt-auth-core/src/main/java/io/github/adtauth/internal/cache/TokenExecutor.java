package io.github.adtauth.internal.cache;

import java.util.concurrent.Executor;

/** Runs token requests, each for a principal. Thread-safe. */
@FunctionalInterface
interface TokenExecutor {
  /**
   * Runs a request now or later.
   *
   * @param principal the user or application of the request, compared by {@code equals}
   * @throws java.util.concurrent.RejectedExecutionException if too many requests are queued
   */
  void execute(Object principal, Runnable request);

  /** Returns a view of a custom executor, which does not distinguish principals. */
  static TokenExecutor of(Executor executor) {
    return (principal, request) -> executor.execute(request);
  }
}
