package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where pages come from: now, on the caller's thread, or ahead, on the dispatcher's. */
interface PageSource<T> {
  /** Fetches a page, the first one if {@code next} is null. */
  Page<T> now(@Nullable String next);

  /** Begins to fetch a page; what it gives waits for it and throws what the call threw. */
  Supplier<Page<T>> ahead(String next);

  /** Fetches pages by operations. */
  record Calls<T>(Transport transport, Function<@Nullable String, Operation<Page<T>>> operation)
      implements PageSource<T> {
    @Override
    public Page<T> now(@Nullable String next) {
      return transport.execute(operation.apply(next));
    }

    @Override
    public Supplier<Page<T>> ahead(String next) {
      try {
        CallFuture<Page<T>> call = transport.enqueue(operation.apply(next));
        return () -> page(next, call);
      } catch (AdtException notCalled) {
        return () -> now(next); // says the same when it is its turn
      }
    }

    private Page<T> page(String next, CallFuture<Page<T>> call) {
      if (call.isQueued()) {
        // Whoever reads on a thread of the dispatcher may be what keeps the call from beginning.
        call.cancel(true);
        return now(next);
      }
      try {
        return call.get();
      } catch (InterruptedException e) {
        call.cancel(true);
        Thread.currentThread().interrupt();
        throw new CallCanceledException(
            ErrorDetails.of("Could not read on: the thread was interrupted.").cause(e));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AdtException failure) {
          throw failure.forThisCaller();
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
