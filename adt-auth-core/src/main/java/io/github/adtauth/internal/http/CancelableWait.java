package io.github.adtauth.internal.http;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Lets a blocking step of an interceptor end when the call is canceled or its time is over. OkHttp
 * tells its own sockets, not an interceptor that waits: so the waiting thread is interrupted, and
 * the flag cleared again, because the interrupt was ours.
 */
final class CancelableWait extends EventListener {
  private final Thread waiter = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean waiting = true;
  private boolean woken;

  private CancelableWait() {}

  /** A step that blocks and ends when its thread is interrupted. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Runs the step on this thread.
   *
   * @throws IOException as OkHttp has it, if the call was canceled or its time was over
   * @throws CallCanceledException if the thread was interrupted by somebody else; the flag stays
   *     set
   */
  static <T> T run(Call call, Step<T> step) throws IOException {
    CancelableWait wait = new CancelableWait();
    call.addEventListener(wait);
    boolean canceled = false;
    try {
      if (call.isCanceled()) {
        throw new IOException("Canceled");
      }
      return step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      canceled = wait.end();
      if (!canceled) {
        throw new CallCanceledException(ErrorDetails.of("The thread was interrupted.").cause(e));
      }
    } catch (IOException | RuntimeException e) {
      canceled = wait.end();
      if (!canceled) {
        throw e;
      }
    } finally {
      wait.end();
    }
    throw new IOException("Canceled");
  }

  @Override
  public void canceled(Call call) {
    lock.lock();
    try {
      if (waiting) {
        woken = true;
        waiter.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait; tells whether it was ended by the call, and takes the interrupt back then. */
  private boolean end() {
    lock.lock();
    try {
      if (waiting && woken) {
        Thread.interrupted();
      }
      waiting = false;
      return woken;
    } finally {
      lock.unlock();
    }
  }
}
