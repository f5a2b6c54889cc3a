package io.github.adtauth.twins;

import io.github.adtauth.internal.twins.PageLoopDetector;
import io.github.adtauth.internal.twins.PageSource;
import io.github.adtauth.internal.twins.UnreadPage;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Items that arrive page by page. At most two pages are held: when half of the first is read, the
 * next is fetched ahead, on a thread of the OkHttpClient's dispatcher; from then on, the next as
 * soon as one has arrived. Nothing is called before the first item is asked for; each iteration
 * begins anew, and all its pages are read as one principal. May be shared; an iterator or stream is
 * for one thread. Nothing to close.
 *
 * <p>Iterating throws what a call throws, when it is the turn of that page; {@link
 * io.github.adtauth.UnexpectedResponseException} if the pages lead elsewhere or in a circle, or ten
 * thousand in a row are empty.
 */
public final class Paged<T> implements Iterable<T> {
  private final PageSource<T> source;

  public Paged(PageSource<T> source) {
    this.source = source;
  }

  /** Returns these items as a single page: for fakes of {@link DigitalTwinsClient} in tests. */
  public static <T> Paged<T> of(List<T> items) {
    Page<T> page = new Page<>(List.copyOf(items), null, 0);
    return new Paged<>(
        new PageSource<>() {
          @Override
          public Page<T> fetch(@Nullable String next) {
            return page;
          }

          @Override
          public PageSource.Ahead<T> prefetch(String next) {
            return () -> UnreadPage.of(page);
          }
        });
  }

  @Override
  public Iterator<T> iterator() {
    return new Items();
  }

  /** Returns the items as a sequential stream. */
  public Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
        false);
  }

  /** Returns the pages as the service cut them; none is fetched before it is asked for. */
  public Iterable<Page<T>> byPage() {
    return Pages::new;
  }

  private final class Pages implements Iterator<Page<T>> {
    private final PageSource<T> walk = source.walk();
    private final PageLoopDetector guard = new PageLoopDetector();
    private @Nullable String next;
    private boolean more = true;

    @Override
    public boolean hasNext() {
      return more;
    }

    @Override
    public Page<T> next() {
      if (!more) {
        throw new NoSuchElementException("that was the last page");
      }
      guard.check();
      Page<T> page = walk.fetch(next);
      next = page.next();
      guard.read(page);
      more = next != null;
      return page;
    }
  }

  private final class Items implements Iterator<T> {
    private final PageSource<T> walk = source.walk();
    private final PageLoopDetector guard = new PageLoopDetector();
    private Iterator<T> items = Collections.emptyIterator();
    private int untilAhead;
    private @Nullable String next;
    private PageSource.@Nullable Ahead<T> ahead;
    private boolean more = true;

    @Override
    public boolean hasNext() {
      while (!items.hasNext() && more) {
        turn();
      }
      return items.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("that was the last item");
      }
      T item = items.next();
      if (--untilAhead == 0 && ahead == null && next != null && !guard.loopDetected()) {
        ahead = walk.prefetch(next);
      }
      return item;
    }

    private void turn() {
      guard.check();
      PageSource.Ahead<T> fetched = ahead;
      ahead = null;
      Page<T> page = fetched == null ? walk.fetch(next) : read(fetched.get());
      items = page.items().iterator();
      untilAhead = (page.items().size() + 1) / 2;
      next = page.next();
      guard.read(page);
      more = next != null;
    }

    /** Reads a page while the one that it seems to lead to is on its way. */
    private Page<T> read(UnreadPage<T> unread) {
      String expected = unread.next();
      PageSource.Ahead<T> following =
          expected == null || guard.hasSeen(expected) ? null : walk.prefetch(expected);
      boolean confirmed = false;
      try {
        Page<T> page = unread.read();
        confirmed = Objects.equals(page.next(), expected);
        return page;
      } finally {
        if (confirmed) {
          ahead = following;
        } else if (following != null) {
          following.cancel();
        }
      }
    }
  }
}
