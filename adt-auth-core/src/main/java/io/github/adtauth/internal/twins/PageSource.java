package io.github.adtauth.internal.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.internal.rest.CallFuture;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.twins.Page;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where pages come from: now, on the caller's thread, or ahead, on the dispatcher's. */
public interface PageSource<T> {
  /** Returns the source for one walk through the pages, as one principal. */
  default PageSource<T> walk() {
    return this;
  }

  /** Fetches and reads a page, the first one if {@code next} is null. */
  Page<T> fetch(@Nullable String next);

  /** Begins to fetch a page. */
  Ahead<T> prefetch(String next);

  /** A page on its way. */
  interface Ahead<T> {
    /** Waits for it; throws what the call threw. */
    UnreadPage<T> get();

    /** Does without it. */
    default void cancel() {}
  }

  /** Fetches pages by operations whose decoders are {@link PageReader}s. */
  record Calls<T>(Transport transport, Function<@Nullable String, Operation<Page<T>>> operation)
      implements PageSource<T> {
    @Override
    public PageSource<T> walk() {
      return new Calls<>(transport.asOneOperation(), operation);
    }

    @Override
    public Page<T> fetch(@Nullable String next) {
      return transport.execute(operation.apply(next));
    }

    @Override
    public Ahead<T> prefetch(String next) {
      try {
        Operation<Page<T>> call = operation.apply(next);
        PageReader<T> reader = (PageReader<T>) call.decoder;
        return new UnderWay<>(this, next, transport.enqueue(call.readBy(reader::take)));
      } catch (AdtException notCalled) {
        return () -> UnreadPage.of(fetch(next)); // says the same when it is its turn
      }
    }
  }

  /** A call on the dispatcher. */
  record UnderWay<T>(Calls<T> source, String next, CallFuture<UnreadPage<T>> call)
      implements Ahead<T> {
    @Override
    public UnreadPage<T> get() {
      if (call.isQueued()) {
        // Whoever reads on a thread of the dispatcher may be what keeps the call from beginning.
        call.cancel(true);
        return UnreadPage.of(source.fetch(next));
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
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    @Override
    public void cancel() {
      call.cancel(true);
    }
  }
}
