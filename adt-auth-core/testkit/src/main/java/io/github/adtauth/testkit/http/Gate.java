package io.github.adtauth.testkit.http;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds requests in flight until released, so that a test controls which requests overlap. Waits
 * have no timeout, because a busy machine must not fail a test. Thread-safe.
 */
public final class Gate implements AutoCloseable {
  private final CountDownLatch released = new CountDownLatch(1);
  private final Semaphore arrivals = new Semaphore(0);
  private final AtomicInteger arrived = new AtomicInteger();

  /** Creates a closed gate. */
  public Gate() {}

  /** Waits until one more request has arrived. */
  public void awaitArrived() {
    awaitArrived(1);
  }

  /** Waits until the given number of further requests has arrived. */
  public void awaitArrived(int requests) {
    try {
      arrivals.acquire(requests);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting at the gate", e);
    }
  }

  /** Returns the number of requests that have arrived so far. */
  public int arrived() {
    return arrived.get();
  }

  /** Releases all held and all later requests. */
  public void release() {
    released.countDown();
  }

  /** Releases all requests. */
  @Override
  public void close() {
    release();
  }

  /**
   * Waits until the gate is released. The local Azure calls this for each request that it holds.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void pass() throws InterruptedException {
    arrived.incrementAndGet();
    arrivals.release();
    released.await();
  }
}
