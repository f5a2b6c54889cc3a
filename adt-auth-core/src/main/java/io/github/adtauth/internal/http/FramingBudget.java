package io.github.adtauth.internal.http;

import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Limits what one read of a body may take from its connection. OkHttp reads a line between two
 * chunks of a body (RFC 9112 7.1.1 allows extensions in it) to its end, however long it is. On
 * HTTP/1.1 a body is read by the thread that wants it, so the budget belongs to the thread.
 */
final class FramingBudget {
  /** A read of a body takes a few buffers of 8 KB, and a record of TLS 16 KB. */
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
   * @throws ProtocolException if a read of a body is under way and took too many
   */
  static void spend(int bytes) throws ProtocolException {
    FramingBudget budget = CURRENT.get();
    if (budget != null && bytes > 0) {
      budget.left -= bytes;
      if (budget.left < 0) {
        throw new ProtocolException("The response has too much between the bytes of its body.");
      }
    }
  }
}
