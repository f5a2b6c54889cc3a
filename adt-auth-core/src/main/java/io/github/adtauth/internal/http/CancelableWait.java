package io.github.adtauth.internal.http;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Ends a blocking step of an interceptor when the call is canceled or times out. OkHttp closes its
 * sockets then, but does not notify an interceptor that waits. This class therefore interrupts the
 * waiting thread, and clears the interrupt flag afterwards.
 */
final class CancelableWait extends EventListener {
  private final Thread waiter = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean waiting = true;
  private boolean interrupted;

  private CancelableWait() {}

  /** A step that blocks and ends when its thread is interrupted. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Runs the step on this thread.
   *
   * @throws IOException with OkHttp's message, if the call was canceled or timed out
   * @throws CallCanceledException if another thread interrupted this one; the interrupt flag stays
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
        interrupted = true;
        waiter.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait. Returns whether the call ended it, and clears the interrupt flag if so. */
  private boolean end() {
    lock.lock();
    try {
      if (waiting && interrupted) {
        Thread.interrupted();
      }
      waiting = false;
      return interrupted;
    } finally {
      lock.unlock();
    }
  }
}
