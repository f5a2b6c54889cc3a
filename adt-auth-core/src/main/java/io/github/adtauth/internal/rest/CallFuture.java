package io.github.adtauth.internal.rest;

import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.RequestSecrets;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call on OkHttp's dispatcher. Canceling the future, or a timeout of it, cancels
 * the call.
 */
public final class CallFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private final Transport transport;
  private final Operation<T> operation;
  private final Call call;
  private final RequestSecrets secrets;

  CallFuture(Transport transport, Operation<T> operation, Call call, RequestSecrets secrets) {
    this.transport = transport;
    this.operation = operation;
    this.call = call;
    this.secrets = secrets;
  }

  void start() {
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failedCall, IOException e) {
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

  /** Returns whether the call is waiting for a thread of the dispatcher. */
  public boolean isQueued() {
    return !isDone() && transport.isQueued(call);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean canceled = super.cancel(mayInterruptIfRunning);
    if (canceled) {
      call.cancel();
    }
    return canceled;
  }

  @Override
  public boolean completeExceptionally(Throwable e) {
    boolean completed = super.completeExceptionally(e);
    if (completed) {
      call.cancel();
    }
    return completed;
  }

  private void fail(Throwable e) {
    super.completeExceptionally(e);
  }
}
