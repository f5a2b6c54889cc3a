package io.github.adtauth.twins;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * Notices that pages lead in a circle, in constant memory (Brent's cycle detection). Not
 * thread-safe.
 */
final class LoopGuard {
  private @Nullable String previous;
  private @Nullable String anchor;
  private long steps;
  private long limit = 1;
  private boolean circle;

  /** Takes note of where a page leads to; once for each page. */
  void leadsTo(@Nullable String next) {
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
  boolean hasSeen(String next) {
    return next.equals(previous) || next.equals(anchor);
  }

  /** Tells whether the last page led to where one did before. */
  boolean inCircle() {
    return circle;
  }

  /** Refuses to go on in a circle. */
  void check() {
    if (circle) {
      throw new UnexpectedAnswerException(
          ErrorDetails.of(
              "Could not read on: the service sent the same continuation twice, its pages lead in a"
                  + " circle."));
    }
  }
}
