package io.github.adtauth.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds requests in flight until released, so that a test decides what overlaps. Its waits have no
 * limit: how long a busy machine takes is no reason to fail. Thread-safe.
 */
public final class Gate implements AutoCloseable {
  private final CountDownLatch released = new CountDownLatch(1);
  private final Semaphore arrivals = new Semaphore(0);
  private final AtomicInteger arrived = new AtomicInteger();

  Gate() {}

  /** Waits until one more request has arrived. */
  public void awaitArrived() {
    awaitArrived(1);
  }

  /** Waits until this number of further requests has arrived. */
  public void awaitArrived(int requests) {
    try {
      arrivals.acquire(requests);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting at the gate", e);
    }
  }

  /** Returns how many requests have come to the gate so far. */
  public int arrived() {
    return arrived.get();
  }

  /** Lets all held and all later requests through. */
  public void release() {
    released.countDown();
  }

  /** Releases. */
  @Override
  public void close() {
    release();
  }

  void pass() throws InterruptedException {
    arrived.incrementAndGet();
    arrivals.release();
    released.await();
  }
}
