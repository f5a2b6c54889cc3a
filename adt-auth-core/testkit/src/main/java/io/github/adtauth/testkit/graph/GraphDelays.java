package io.github.adtauth.testkit.graph;

import java.util.Random;

/**
 * The delays of Microsoft Graph, off until switched on: replicas that lag, and writes that are
 * rejected until a replica knows what they refer to. {@link FakeGraph#recover()} ends them.
 * Thread-safe.
 */
public final class GraphDelays {
  private final Object lock;
  private final Replicas replicas;
  private final InjectedErrors injectedErrors;

  GraphDelays(Object lock, Replicas replicas, InjectedErrors refusals) {
    this.lock = lock;
    this.replicas = replicas;
    this.injectedErrors = refusals;
  }

  /**
   * Lets so many reads by id, and so many lists, of an object return what it was before each write
   * that is done from now on.
   */
  public void lagReplicas(int reads, int lists) {
    synchronized (lock) {
      replicas.lag(reads, lists);
    }
  }

  /** Draws all delays: lag of reads and lists up to these, and rejected writes. */
  public void randomize(Random random, int reads, int lists) {
    synchronized (lock) {
      replicas.lagAtRandom(random, reads, lists);
      injectedErrors.injectAtRandom(random);
    }
  }

  /** Rejects the next so many new service principals, as while their application is not known. */
  public void rejectServicePrincipals(int times) {
    synchronized (lock) {
      injectedErrors.add(
          "POST servicePrincipals", times, ErrorResponseException.missingBackingApplication());
    }
  }

  /**
   * Rejects the next so many calls as one of two at once.
   *
   * @param call such as {@code PATCH applications/{id}}
   */
  public void rejectAsConcurrent(String call, int times) {
    synchronized (lock) {
      injectedErrors.add(call, times, ErrorResponseException.concurrencyViolation());
    }
  }
}
