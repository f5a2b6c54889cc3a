package io.github.adtauth.twins;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of results. A page may be empty although more pages follow. Immutable. */
public final class Page<T> {
  private final List<T> items;
  private final @Nullable String continuationToken;
  private final double queryCharge;

  /**
   * Creates a page, for fakes in tests.
   *
   * @param items items of the page; the list is not copied and must not change afterwards
   * @param continuationToken token of the next page, or null for the last page
   * @param queryCharge cost in query units, or 0 if unknown
   */
  public Page(List<T> items, @Nullable String continuationToken, double queryCharge) {
    this.items = Collections.unmodifiableList(items);
    this.continuationToken = continuationToken;
    this.queryCharge = queryCharge;
  }

  /** Returns the items as an unmodifiable list. */
  public List<T> items() {
    return items;
  }

  /** Returns the cost of this page of a query in query units, or 0 if the service sent none. */
  public double queryCharge() {
    return queryCharge;
  }

  /**
   * Returns the token of the next page, or null for the last page. {@link
   * TwinQuery#fromContinuationToken} resumes a query from this token. For a list, the token is the
   * link of the next page.
   */
  public @Nullable String continuationToken() {
    return continuationToken;
  }

  @Override
  public String toString() {
    return "Page[" + items.size() + " items" + (continuationToken == null ? ", last]" : "]");
  }
}
