package io.github.adtauth.internal.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.internal.http.RetryInterceptor.RetryLaterException;
import io.github.adtauth.internal.rest.CallFuture;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.twins.Page;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fetches pages on the caller's thread, or prefetches them on a thread of the dispatcher. */
public interface PageSource<T> {
  /** Returns a source with a single page, for fakes. */
  static <T> PageSource<T> of(Page<T> page) {
    return new SinglePage<>(page);
  }

  /** Returns the source for one walk through the pages, which uses the same principal. */
  default PageSource<T> walk() {
    return this;
  }

  /**
   * Fetches and reads a page.
   *
   * @param token continuation token, or null for the first page
   */
  Page<T> fetch(@Nullable String token);

  /** Starts to fetch a page. */
  Prefetch<T> prefetch(String token);

  /** A page that is being fetched. */
  interface Prefetch<T> {
    /** Waits for the page. Throws the exception with which the call failed, if it did. */
    UnreadPage<T> get();

    /** Cancels the call. */
    default void cancel() {}
  }

  /** A single page in memory. */
  record SinglePage<T>(Page<T> page) implements PageSource<T> {
    @Override
    public Page<T> fetch(@Nullable String token) {
      return page;
    }

    @Override
    public Prefetch<T> prefetch(String token) {
      return () -> UnreadPage.of(page);
    }
  }

  /** Fetches pages by operations whose decoders are {@link PageReader}s. */
  record Calls<T>(Transport transport, Function<@Nullable String, Operation<Page<T>>> operation)
      implements PageSource<T> {
    @Override
    public PageSource<T> walk() {
      return new Calls<>(transport.asOneOperation(), operation);
    }

    @Override
    public Page<T> fetch(@Nullable String token) {
      return transport.execute(operation.apply(token));
    }

    @Override
    public Prefetch<T> prefetch(String token) {
      try {
        Operation<Page<T>> call = operation.apply(token);
        PageReader<T> reader = (PageReader<T>) call.decoder();
        return new CallInFlight<>(
            this, token, transport.prefetch(call.withDecoder(reader::buffer)));
      } catch (AdtException rejected) {
        // The iterator must not fail before it reaches the page, so the same error is thrown then.
        return () -> UnreadPage.of(fetch(token));
      }
    }
  }

  /** A call on the dispatcher. */
  record CallInFlight<T>(Calls<T> source, String token, CallFuture<UnreadPage<T>> call)
      implements Prefetch<T> {
    @Override
    public UnreadPage<T> get() {
      if (call.isQueued()) {
        // If the iterator runs on a thread of the dispatcher, waiting could be a deadlock.
        call.cancel(true);
        return UnreadPage.of(source.fetch(token));
      }
      try {
        return call.get();
      } catch (InterruptedException e) {
        call.cancel(true);
        throw interrupted(e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RetryLaterException later) {
          return fetchAfter(later);
        }
        if (e.getCause() instanceof AdtException failure) {
          throw ErrorInternals.instance().forThisCaller(failure);
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    /** Waits on the iterator's thread, because the dispatcher may have no thread for a retry. */
    private UnreadPage<T> fetchAfter(RetryLaterException later) {
      Timing timing = source.transport().timing();
      try {
        timing.sleeper().sleep(later.remaining(timing.ticker().getAsLong()));
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      return UnreadPage.of(source.fetch(token));
    }

    private static CallCanceledException interrupted(InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CallCanceledException(
          ErrorDetails.of("Could not read the next page: the thread was interrupted.").cause(e));
    }

    @Override
    public void cancel() {
      call.cancel(true);
    }
  }
}
