package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.twins.Page;
import io.github.adtauth.twins.Paged;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of a {@link PageSource}; the iterator of items prefetches the next page. */
public final class PrefetchingPaged<T> implements Paged<T> {
  private final PageSource<T> source;

  public PrefetchingPaged(PageSource<T> source) {
    this.source = source;
  }

  /** Returns the pages of an operation. Throws immediately if its arguments are invalid. */
  static <T> Paged<T> create(
      Transport transport, Function<@Nullable String, Operation<Page<T>>> operation) {
    var unused = operation.apply(null);
    return new PrefetchingPaged<>(new PageSource.Calls<>(transport, operation));
  }

  @Override
  public Iterator<T> iterator() {
    return new ItemIterator<>(source.walk());
  }

  @Override
  public Iterable<Page<T>> byPage() {
    return () -> new PageIterator<>(source.walk());
  }

  private static final class PageIterator<T> implements Iterator<Page<T>> {
    private final PageSource<T> walk;
    private final PageLoopDetector loopDetector = new PageLoopDetector();
    private @Nullable String nextToken;
    private boolean hasNext = true;

    PageIterator(PageSource<T> walk) {
      this.walk = walk;
    }

    @Override
    public boolean hasNext() {
      return hasNext;
    }

    @Override
    public Page<T> next() {
      if (!hasNext) {
        throw new NoSuchElementException("no more pages");
      }
      loopDetector.check();
      Page<T> page = walk.fetch(nextToken);
      nextToken = page.continuationToken();
      loopDetector.record(page);
      hasNext = nextToken != null;
      return page;
    }
  }

  private static final class ItemIterator<T> implements Iterator<T> {
    private final PageSource<T> walk;
    private final PageLoopDetector loopDetector = new PageLoopDetector();
    private Iterator<T> items = Collections.emptyIterator();
    private int itemsUntilPrefetch;
    private @Nullable String nextToken;
    private PageSource.@Nullable Prefetch<T> prefetch;
    private boolean hasNextPage = true;

    ItemIterator(PageSource<T> walk) {
      this.walk = walk;
    }

    @Override
    public boolean hasNext() {
      while (!items.hasNext() && hasNextPage) {
        advancePage();
      }
      return items.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more items");
      }
      T item = items.next();
      if (--itemsUntilPrefetch == 0
          && prefetch == null
          && nextToken != null
          && !loopDetector.loopDetected()) {
        prefetch = walk.prefetch(nextToken);
      }
      return item;
    }

    private void advancePage() {
      loopDetector.check();
      PageSource.Prefetch<T> arriving = prefetch;
      prefetch = null;
      Page<T> page = arriving == null ? walk.fetch(nextToken) : read(arriving.get());
      items = page.items().iterator();
      itemsUntilPrefetch = (page.items().size() + 1) / 2;
      nextToken = page.continuationToken();
      loopDetector.record(page);
      hasNextPage = nextToken != null;
    }

    /** Reads a page while its presumed successor is being fetched. */
    private Page<T> read(UnreadPage<T> unread) {
      String expectedToken = unread.continuationToken();
      PageSource.Prefetch<T> following =
          expectedToken == null || loopDetector.hasSeen(expectedToken)
              ? null
              : walk.prefetch(expectedToken);
      boolean confirmed = false;
      try {
        Page<T> page = unread.read();
        confirmed = Objects.equals(page.continuationToken(), expectedToken);
        return page;
      } finally {
        if (confirmed) {
          prefetch = following;
        } else if (following != null) {
          following.cancel();
        }
      }
    }
  }
}
