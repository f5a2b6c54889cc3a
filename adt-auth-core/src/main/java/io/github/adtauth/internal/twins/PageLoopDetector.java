package io.github.adtauth.internal.twins;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.twins.Page;
import org.jspecify.annotations.Nullable;

/**
 * Detects pages that form a loop (Brent's algorithm, in constant memory) and endless empty pages.
 * Not thread-safe.
 */
public final class PageLoopDetector {
  /** A query without results may return some empty pages, but never this many. */
  private static final int MAX_EMPTY_PAGES = 10_000;

  private @Nullable String previous;
  private @Nullable String anchor;
  private long steps;
  private long limit = 1;
  private boolean loop;
  private int emptyPages;

  /** Records a page. Must be called once for each page. */
  public void record(Page<?> page) {
    emptyPages = page.items().isEmpty() ? emptyPages + 1 : 0;
    String token = page.continuationToken();
    if (token == null) {
      return;
    }
    loop = hasSeen(token);
    previous = token;
    if (++steps == limit) {
      anchor = token;
      limit *= 2;
      steps = 0;
    }
  }

  /** Returns whether an earlier page is known to have had this continuation token. */
  public boolean hasSeen(String token) {
    return token.equals(previous) || token.equals(anchor);
  }

  /** Returns whether the last page had the continuation token of an earlier page. */
  public boolean loopDetected() {
    return loop;
  }

  /** Throws if the pages form a loop, or if too many in a row were empty. */
  public void check() {
    if (emptyPages >= MAX_EMPTY_PAGES) {
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "Could not read the next page: the service sent "
                  + emptyPages
                  + " empty pages in a row."));
    }
    if (loop) {
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "Could not read the next page: the service sent the same continuation token twice, so"
                  + " its pages form a loop."));
    }
  }
}
