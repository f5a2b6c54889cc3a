package io.github.adtauth.internal.http;

import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Limits what one read of a body may take from its connection. OkHttp reads a line between two
 * chunks of a body (RFC 9112 7.1.1 allows extensions in it) to its end, no matter how long it is.
 * On HTTP/1.1 the reading thread reads from the connection itself, so the budget belongs to the
 * thread.
 */
final class FramingBudget {
  /** A normal read of a body takes a few buffers of 8 KB, and a TLS record of 16 KB. */
  private static final int MAX_BYTES = 1 << 20;

  private static final ThreadLocal<@Nullable FramingBudget> CURRENT = new ThreadLocal<>();

  private int left = MAX_BYTES;

  private FramingBudget() {}

  /** Begins a read of a body on this thread. */
  static void begin() {
    CURRENT.set(new FramingBudget());
  }

  /** Ends the read. */
  static void end() {
    CURRENT.remove();
  }

  /**
   * Counts bytes that were read from a connection.
   *
   * @throws ProtocolException if a read of a body is in progress and has taken too many
   */
  static void spend(int bytes) throws ProtocolException {
    FramingBudget budget = CURRENT.get();
    if (budget != null && bytes > 0) {
      budget.left -= bytes;
      if (budget.left < 0) {
        throw new ProtocolException("The response has too many bytes around its body.");
      }
    }
  }
}
