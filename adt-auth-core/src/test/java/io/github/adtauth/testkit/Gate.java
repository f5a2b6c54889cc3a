package io.github.adtauth.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds requests in flight until released, so that a test decides what overlaps. Waits are bounded
 * by ten seconds. Thread-safe.
 */
public final class Gate implements AutoCloseable {
  private static final long BOUND_SECONDS = 10;

  private final CountDownLatch released = new CountDownLatch(1);
  private final Semaphore arrivals = new Semaphore(0);
  private final AtomicInteger arrived = new AtomicInteger();

  Gate() {}

  /** Waits until one more request stands at the gate; throws when none comes. */
  public void awaitArrived() {
    awaitArrived(1);
  }

  /** Waits until so many more requests stand at the gate; throws when they do not come. */
  public void awaitArrived(int requests) {
    try {
      if (!arrivals.tryAcquire(requests, BOUND_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("at the gate: " + arrived + ", awaited: " + requests + " more");
      }
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
    if (!released.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
      release();
    }
  }
}
