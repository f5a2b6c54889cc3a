package io.github.adtauth.twins;

import io.github.adtauth.internal.twins.ChainedAsyncPaged;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Items that are read page by page without blocking a thread. Thread-safe.
 *
 * <p>The first page is requested when one of the methods is called. Each call starts with the first
 * page and reads all pages as the same principal. The given functions run on a thread of OkHttp's
 * dispatcher, one page at a time, and should not block.
 */
public interface AsyncPaged<T> {
  /**
   * Returns the given items as a single page, for fakes of {@link AsyncDigitalTwinsClient} in
   * tests.
   */
  static <T> AsyncPaged<T> of(List<T> items) {
    Page<T> page = new Page<>(List.copyOf(items), null, 0);
    return new ChainedAsyncPaged<>(() -> token -> CompletableFuture.completedFuture(page));
  }

  /**
   * Passes every item to the given function. The future completes after the last item, or
   * exceptionally if a call or the function throws. Canceling the future, or its {@code orTimeout},
   * cancels the call in flight.
   */
  CompletableFuture<@Nullable Void> forEach(Consumer<? super T> action);

  /**
   * Passes every page to the given function until it returns false or there are no more pages. The
   * future then completes, exceptionally if a call or the function throws. Canceling the future, or
   * its {@code orTimeout}, cancels the call in flight.
   */
  CompletableFuture<@Nullable Void> forEachPage(Predicate<? super Page<T>> wantsMore);
}
