package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.twins.AsyncPaged;
import io.github.adtauth.twins.Page;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests each page when the previous one has been processed. Thread-safe. */
public final class ChainedAsyncPaged<T> implements AsyncPaged<T> {
  private final Supplier<Function<@Nullable String, CompletableFuture<Page<T>>>> walks;

  /**
   * Creates a paged result.
   *
   * @param walks returns a new function per walk, which requests the page of a continuation token
   */
  public ChainedAsyncPaged(Supplier<Function<@Nullable String, CompletableFuture<Page<T>>>> walks) {
    this.walks = walks;
  }

  /** Returns the pages of an operation. Throws immediately if its arguments are invalid. */
  static <T> AsyncPaged<T> create(
      Transport transport, Function<@Nullable String, Operation<Page<T>>> operation) {
    var unused = operation.apply(null);
    return new ChainedAsyncPaged<>(
        () -> {
          Transport walk = transport.asOneOperation();
          return token -> walk.enqueue(operation.apply(token));
        });
  }

  @Override
  public CompletableFuture<@Nullable Void> forEach(Consumer<? super T> action) {
    Objects.requireNonNull(action, "action");
    return forEachPage(
        page -> {
          page.items().forEach(action);
          return true;
        });
  }

  @Override
  public CompletableFuture<@Nullable Void> forEachPage(Predicate<? super Page<T>> wantsMore) {
    Walk<T> walk = new Walk<>(walks.get(), Objects.requireNonNull(wantsMore, "wantsMore"));
    walk.fetch(null);
    return walk;
  }

  private static final class Walk<T> extends CompletableFuture<@Nullable Void> {
    private final Function<@Nullable String, CompletableFuture<Page<T>>> pages;
    private final Predicate<? super Page<T>> wantsMore;
    private final PageLoopDetector loopDetector = new PageLoopDetector();
    private volatile @Nullable CompletableFuture<Page<T>> inFlight;

    Walk(
        Function<@Nullable String, CompletableFuture<Page<T>>> pages,
        Predicate<? super Page<T>> wantsMore) {
      this.pages = pages;
      this.wantsMore = wantsMore;
    }

    void fetch(@Nullable String token) {
      try {
        loopDetector.check();
        CompletableFuture<Page<T>> call = pages.apply(token);
        inFlight = call;
        if (isDone()) {
          call.cancel(true); // The walk was canceled before the call was visible to cancel().
        }
        var unused = call.whenComplete(this::onPage);
      } catch (RuntimeException e) {
        completeExceptionally(e);
      }
    }

    private void onPage(@Nullable Page<T> page, @Nullable Throwable failure) {
      try {
        if (failure != null) {
          completeExceptionally(failure instanceof CompletionException e ? cause(e) : failure);
        } else if (page != null
            && !isDone()
            && wantsMore.test(page)
            && page.continuationToken() != null) {
          loopDetector.record(page);
          fetch(page.continuationToken());
        } else {
          complete(null);
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
      CompletableFuture<Page<T>> call = inFlight;
      if (completed && call != null) {
        call.cancel(true);
      }
      return completed;
    }

    private static Throwable cause(CompletionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }
}
