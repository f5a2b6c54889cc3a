package io.github.adtauth.twins;

import io.github.adtauth.internal.twins.PageSource;
import io.github.adtauth.internal.twins.PrefetchingPaged;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Items that are read page by page. May be shared between threads; an iterator or stream must not.
 * Nothing needs to be closed.
 *
 * <p>The first page is requested when the first item is. The next page is prefetched on a thread of
 * the OkHttpClient's dispatcher when half of the first page has been read, and later as soon as a
 * page has arrived. At most two pages are in memory. Each iteration starts with the first page and
 * reads all pages as the same principal.
 *
 * <p>If a call fails, the iterator throws its exception on reaching the page of that call. It
 * throws {@link io.github.adtauth.UnexpectedResponseException} if a page links to another host, if
 * the pages form a loop, or after 10,000 consecutive empty pages.
 */
public interface Paged<T> extends Iterable<T> {
  /** Returns the given items as a single page, for fakes of {@link DigitalTwinsClient} in tests. */
  static <T> Paged<T> of(List<T> items) {
    return new PrefetchingPaged<>(PageSource.of(new Page<>(List.copyOf(items), null, 0)));
  }

  /** Returns an iterator over the items of all pages. */
  @Override
  Iterator<T> iterator();

  /** Returns the items as a sequential stream. */
  default Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
        false);
  }

  /**
   * Returns the pages as the service sends them. A page is requested when the iterator needs it.
   */
  Iterable<Page<T>> byPage();
}
