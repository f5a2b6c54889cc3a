package io.github.adtauth.internal.twins;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.twins.Page;
import org.jspecify.annotations.Nullable;

/**
 * Notices that pages lead in a circle, in constant memory (Brent's cycle detection), or nowhere:
 * one after the other empty. Not thread-safe.
 */
public final class PageLoopDetector {
  /** A query that finds nothing may have some; so many are no answer. */
  private static final int MOST_EMPTY = 10_000;

  private @Nullable String previous;
  private @Nullable String anchor;
  private long steps;
  private long limit = 1;
  private boolean circle;
  private int empty;

  /** Takes note of how much is on a page and where it leads to; once for each page. */
  public void read(Page<?> page) {
    empty = page.items().isEmpty() ? empty + 1 : 0;
    String next = page.next();
    if (next == null) {
      return;
    }
    circle = hasSeen(next);
    previous = next;
    if (++steps == limit) {
      anchor = next;
      limit *= 2;
      steps = 0;
    }
  }

  /** Tells whether it is known that a page led there before. */
  public boolean hasSeen(String next) {
    return next.equals(previous) || next.equals(anchor);
  }

  /** Tells whether the last page led to where one did before. */
  public boolean loopDetected() {
    return circle;
  }

  /** Refuses to go on in a circle, or for ever without an item. */
  public void check() {
    if (empty >= MOST_EMPTY) {
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "Could not read on: the service sent "
                  + empty
                  + " empty pages one after the other."));
    }
    if (circle) {
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "Could not read on: the service sent the same continuation twice, its pages lead in a"
                  + " circle."));
    }
  }
}
