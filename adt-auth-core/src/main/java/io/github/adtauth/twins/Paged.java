package io.github.adtauth.twins;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Items that arrive page by page: only one page is held, and the next one is fetched when it is
 * needed. Nothing is called before the first item is asked for; each iteration begins anew. May be
 * shared; an iterator or stream is for one thread. Nothing to close.
 *
 * <p>Iterating throws what a call throws, and {@link io.github.adtauth.UnexpectedAnswerException}
 * if the pages lead elsewhere or in a circle.
 */
public final class Paged<T> implements Iterable<T> {
  private final Function<@Nullable String, Page<T>> fetch;

  Paged(Function<@Nullable String, Page<T>> fetch) {
    this.fetch = fetch;
  }

  /** Returns these items as a single page: for fakes of {@link DigitalTwinsClient} in tests. */
  public static <T> Paged<T> of(List<T> items) {
    Page<T> page = new Page<>(List.copyOf(items), null, 0);
    return new Paged<>(next -> page);
  }

  @Override
  public Iterator<T> iterator() {
    return stream().iterator();
  }

  /** Returns the items as a sequential stream. */
  public Stream<T> stream() {
    return StreamSupport.stream(byPage().spliterator(), false)
        .flatMap(page -> page.items().stream());
  }

  /** Returns the pages, as the service cut them. */
  public Iterable<Page<T>> byPage() {
    return Pages::new;
  }

  private final class Pages implements Iterator<Page<T>> {
    private final LoopGuard guard = new LoopGuard();
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
      guard.check(next);
      Page<T> page = fetch.apply(next);
      next = page.next();
      more = next != null;
      return page;
    }
  }
}
