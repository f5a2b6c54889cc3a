package io.github.adtauth.internal.rest;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.RetryInterceptor.RetryLaterException;
import io.github.adtauth.internal.http.RetryState;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.RequestSecrets;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call on OkHttp's dispatcher. Canceling the future, or a timeout of it, cancels
 * the call.
 *
 * <p>A retry is another call. Between the two, the future waits for a timer and holds no thread of
 * the dispatcher, which all principals share.
 */
public final class CallFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private final Transport transport;
  private final Operation<T> operation;
  private final RequestSecrets secrets;
  private final boolean retries;
  private volatile Call call;
  private volatile @Nullable Future<?> delay;

  CallFuture(
      Transport transport,
      Operation<T> operation,
      Call call,
      RequestSecrets secrets,
      boolean retries) {
    this.transport = transport;
    this.operation = operation;
    this.call = call;
    this.secrets = secrets;
    this.retries = retries;
  }

  void start() {
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failedCall, IOException e) {
            RetryLaterException later = RetryLaterException.causeOf(e);
            if (later != null) {
              retryLater(failedCall, later);
              return;
            }
            // OkHttp reports an Error of an interceptor as a canceled call.
            Error error =
                e.getCause() instanceof Error cause ? cause : FatalErrors.causeOf(e.getCause());
            fail(error == null ? NetworkErrors.of(e, operation.description(), failedCall) : error);
          }

          @Override
          public void onResponse(Call completedCall, Response response) {
            T value;
            try (response) {
              value = transport.read(operation, secrets, response);
            } catch (IOException e) {
              fail(NetworkErrors.of(e, operation.description(), completedCall));
              return;
            } catch (RuntimeException | Error e) {
              // OkHttp swallows a callback's exceptions, so the future would never complete.
              fail(e);
              return;
            }
            complete(value);
          }
        });
  }

  private void retryLater(Call failedCall, RetryLaterException later) {
    if (!retries) {
      fail(later);
      return;
    }
    try {
      CompletableFuture<?> timer =
          transport.timing().sleeper().sleepAsync(later.delay(), transport.executor());
      delay = timer;
      if (isDone()) {
        timer.cancel(false); // The future was canceled before cancel() could see the timer.
      }
      var unused =
          timer.whenComplete((elapsed, failure) -> retry(failedCall, later.state(), failure));
    } catch (RuntimeException | Error e) {
      fail(e); // such as no memory for the timer's thread
    }
  }

  private void retry(Call failedCall, RetryState state, @Nullable Throwable timerFailure) {
    delay = null;
    if (isDone()) {
      return;
    }
    if (timerFailure != null) {
      fail(
          timerFailure.getCause() instanceof InterruptedException e
              ? new CallCanceledException(ErrorDetails.of("The thread was interrupted.").cause(e))
              : timerFailure);
      return;
    }
    try {
      call = transport.nextAttempt(operation, failedCall, state);
      if (!isDone()) { // otherwise the future was canceled before cancel() could see the call
        start();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Returns whether the call is waiting for a thread of the dispatcher. */
  public boolean isQueued() {
    return !isDone() && transport.isQueued(call);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return cancelCall(super.cancel(mayInterruptIfRunning));
  }

  @Override
  public boolean completeExceptionally(Throwable e) {
    return cancelCall(super.completeExceptionally(e));
  }

  private boolean cancelCall(boolean completed) {
    if (completed) {
      call.cancel();
      Future<?> timer = delay;
      if (timer != null) {
        timer.cancel(false);
      }
    }
    return completed;
  }

  private void fail(Throwable e) {
    super.completeExceptionally(e);
  }
}
