package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.Transport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The results of several calls of one operation, each of which starts when the previous one has
 * succeeded. Canceling the future, or a timeout of it, cancels the call in flight.
 */
final class CallSequence<T> extends CompletableFuture<List<T>> {
  private final Transport transport;
  private final Iterator<Operation<List<T>>> operations;
  private final List<T> results = new ArrayList<>();
  private volatile @Nullable CompletableFuture<List<T>> inFlight;

  private CallSequence(Transport transport, Iterator<Operation<List<T>>> operations) {
    this.transport = transport;
    this.operations = operations;
  }

  static <T> CompletableFuture<List<T>> start(
      Transport transport, List<Operation<List<T>>> operations) {
    if (operations.size() == 1) {
      return transport.enqueue(operations.get(0));
    }
    CallSequence<T> sequence =
        new CallSequence<>(transport.asOneOperation(), operations.iterator());
    sequence.next();
    return sequence;
  }

  private void next() {
    if (!operations.hasNext()) {
      complete(List.copyOf(results));
      return;
    }
    CompletableFuture<List<T>> call = transport.enqueue(operations.next());
    inFlight = call;
    if (isDone()) {
      call.cancel(true); // The sequence was canceled before the call was visible to cancel().
    }
    var unused = call.whenComplete(this::onResult);
  }

  private void onResult(@Nullable List<T> items, @Nullable Throwable failure) {
    try {
      if (failure != null) {
        completeExceptionally(failure);
      } else if (items != null && !isDone()) {
        results.addAll(items);
        next();
      }
    } catch (RuntimeException | Error e) {
      completeExceptionally(e);
    }
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
    CompletableFuture<List<T>> call = inFlight;
    if (completed && call != null) {
      call.cancel(true);
    }
    return completed;
  }
}
