package io.github.adtauth.twins;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a longer answer, as the service cut it; may be empty. Immutable. */
public final class Page<T> {
  private final List<T> items;
  private final @Nullable String next;
  private final double queryCharge;

  public Page(List<T> items, @Nullable String next, double charge) {
    this.items = items;
    this.next = next;
    this.queryCharge = charge;
  }

  /** Returns the items; not modifiable. */
  public List<T> items() {
    return items;
  }

  /** Returns what a query cost for this page, in query units; 0 where the service names none. */
  public double queryCharge() {
    return queryCharge;
  }

  /**
   * Returns the continuation token by which {@link TwinQuery#fromContinuationToken} reads on behind
   * this page, or for a list the link of the next page; null on the last one.
   */
  public @Nullable String continuationToken() {
    return next;
  }

  public @Nullable String next() {
    return next;
  }

  @Override
  public String toString() {
    return "Page[" + items.size() + " items" + (next == null ? ", the last]" : "]");
  }
}
