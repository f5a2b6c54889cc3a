package io.github.adtauth.testkit.graph;

import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Replicas;
import java.util.Random;

/**
 * The replication delays of Microsoft Graph: reads that return stale state, and writes that are
 * rejected while a replica does not know the objects that they refer to. There are none by default,
 * and {@link FakeGraph#recover()} ends them. Thread-safe.
 */
public final class GraphDelays {
  private final Object lock;
  private final Replicas replicas;
  private final InjectedErrors injectedErrors;

  GraphDelays(Object lock, Replicas replicas, InjectedErrors injectedErrors) {
    this.lock = lock;
    this.replicas = replicas;
    this.injectedErrors = injectedErrors;
  }

  /**
   * Sets how many reads by ID, and how many lists, return the previous state of an object after
   * each write from now on.
   */
  public void lagReplicas(int reads, int lists) {
    synchronized (lock) {
      replicas.lag(reads, lists);
    }
  }

  /**
   * Sets all delays at random. Reads and lists lag up to the given numbers, and some writes are
   * rejected.
   */
  public void randomize(Random random, int reads, int lists) {
    synchronized (lock) {
      replicas.lagAtRandom(random, reads, lists);
      injectedErrors.injectAtRandom(random);
    }
  }

  /**
   * Rejects the given number of new service principals, as if their application were not
   * replicated.
   */
  public void rejectServicePrincipals(int times) {
    synchronized (lock) {
      injectedErrors.add(
          "POST servicePrincipals", times, ErrorResponseException.missingBackingApplication());
    }
  }

  /**
   * Rejects the given number of calls of an operation as concurrent requests.
   *
   * @param call the operation, such as {@code PATCH applications/{id}}
   * @param times the number of calls
   */
  public void rejectAsConcurrent(String call, int times) {
    synchronized (lock) {
      injectedErrors.add(call, times, ErrorResponseException.concurrencyViolation());
    }
  }
}
