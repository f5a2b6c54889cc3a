package io.github.adtauth.twins;

import io.github.adtauth.internal.twins.PageLoopDetector;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Items that arrive page by page without a thread that waits. Nothing is called before one of the
 * methods is; each call of one begins anew, and all its pages are read as one principal.
 * Thread-safe. The functions given run on a thread of OkHttp's dispatcher, one page after the
 * other, and should not block.
 */
public final class AsyncPaged<T> {
  private final Supplier<Function<@Nullable String, CompletableFuture<Page<T>>>> walks;

  /** Takes what begins a walk: a function that fetches each page of it. */
  public AsyncPaged(Supplier<Function<@Nullable String, CompletableFuture<Page<T>>>> walks) {
    this.walks = walks;
  }

  /** Returns these items as a single page: for fakes of {@link AsyncDigitalTwinsClient}. */
  public static <T> AsyncPaged<T> of(List<T> items) {
    Page<T> page = new Page<>(List.copyOf(items), null, 0);
    return new AsyncPaged<>(() -> next -> CompletableFuture.completedFuture(page));
  }

  /**
   * Hands over every item. The future completes after the last one, or with what a call or the
   * function threw; canceling it, or its {@code orTimeout}, cancels the call under way.
   */
  public CompletableFuture<@Nullable Void> forEach(Consumer<? super T> action) {
    Objects.requireNonNull(action, "action");
    return forEachPage(
        page -> {
          page.items().forEach(action);
          return true;
        });
  }

  /**
   * Hands over every page, until there are no more or the function returns false. The future
   * completes then, or with what a call or the function threw; canceling it, or its {@code
   * orTimeout}, cancels the call under way.
   */
  public CompletableFuture<@Nullable Void> forEachPage(Predicate<? super Page<T>> wantsMore) {
    Walk walk = new Walk(Objects.requireNonNull(wantsMore, "wantsMore"));
    walk.step(null);
    return walk;
  }

  private final class Walk extends CompletableFuture<@Nullable Void> {
    private final Function<@Nullable String, CompletableFuture<Page<T>>> fetch = walks.get();
    private final Predicate<? super Page<T>> wantsMore;
    private final PageLoopDetector guard = new PageLoopDetector();
    private volatile @Nullable CompletableFuture<Page<T>> underWay;

    Walk(Predicate<? super Page<T>> wantsMore) {
      this.wantsMore = wantsMore;
    }

    void step(@Nullable String next) {
      try {
        guard.check();
        CompletableFuture<Page<T>> page = fetch.apply(next);
        underWay = page;
        if (isDone()) {
          page.cancel(true); // canceled before it could be seen to be under way
        }
        var unused = page.whenComplete(this::arrived); // arrived lets nothing through
      } catch (RuntimeException e) {
        completeExceptionally(e);
      }
    }

    private void arrived(@Nullable Page<T> page, @Nullable Throwable failure) {
      try {
        if (failure != null) {
          completeExceptionally(failure instanceof CompletionException e ? cause(e) : failure);
        } else if (page != null && !isDone() && wantsMore.test(page) && page.next() != null) {
          guard.read(page);
          step(page.next());
        } else {
          complete(null);
        }
      } catch (RuntimeException | Error e) {
        completeExceptionally(e);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return giveUp(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean completeExceptionally(Throwable e) {
      return giveUp(super.completeExceptionally(e));
    }

    private boolean giveUp(boolean ended) {
      CompletableFuture<Page<T>> page = underWay;
      if (ended && page != null) {
        page.cancel(true);
      }
      return ended;
    }

    private static Throwable cause(CompletionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }
}
