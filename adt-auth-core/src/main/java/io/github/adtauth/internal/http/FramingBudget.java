package io.github.adtauth.internal.http;

import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of bytes that one read of a body may consume from its connection. OkHttp reads
 * the whole line between two chunks of a body, however long it is (RFC 9112 7.1.1 allows
 * extensions). The budget belongs to the thread, because on HTTP/1.1 the thread that reads the body
 * reads from the connection.
 */
final class FramingBudget {
  /** A normal read of a body takes a few buffers of 8 KB, and a TLS record of 16 KB. */
  private static final int MAX_BYTES = 1 << 20;

  private static final ThreadLocal<@Nullable FramingBudget> CURRENT = new ThreadLocal<>();

  private int remaining = MAX_BYTES;

  private FramingBudget() {}

  /** Starts the budget for a read of a body on this thread. */
  static void startRead() {
    CURRENT.set(new FramingBudget());
  }

  /** Removes the budget of this thread. */
  static void endRead() {
    CURRENT.remove();
  }

  /**
   * Counts bytes that were read from a connection.
   *
   * @throws ProtocolException if a read of a body has consumed too many
   */
  static void spend(int bytes) throws ProtocolException {
    FramingBudget budget = CURRENT.get();
    if (budget != null && bytes > 0) {
      budget.remaining -= bytes;
      if (budget.remaining < 0) {
        throw new ProtocolException("The framing of the response body is too large.");
      }
    }
  }
}
