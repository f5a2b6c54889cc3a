package io.github.adtauth.internal.json;

import java.io.IOException;

/**
 * Limits the memory of a JSON document while it is read, because two bytes of text can become a
 * hundred bytes of objects. The weights are estimates for Gson's tree on a 64-bit VM. The budget is
 * four times the maximum text length plus 4 MB; a typical response, which is mostly names and text,
 * takes two to three times its length. Not thread-safe.
 */
public final class JsonBudget {
  /** An object with its map. */
  public static final int OBJECT = 144;

  /** An array with its list. */
  public static final int ARRAY = 72;

  /** A member of an object. */
  public static final int MEMBER = 64;

  /** A string or number, in addition to its characters. */
  public static final int VALUE = 80;

  /** A shared value (true, false or null), which takes an array slot. */
  public static final int CONSTANT = 16;

  private static final long BASE = 4L << 20;
  private static final int FACTOR = 4;

  private long remaining;

  private JsonBudget(long remaining) {
    this.remaining = remaining;
  }

  /** Returns a budget for JSON text of at most {@code maxLength} bytes or characters. */
  public static JsonBudget ofText(long maxLength) {
    return new JsonBudget(
        maxLength > (Long.MAX_VALUE - BASE) / FACTOR ? Long.MAX_VALUE : BASE + FACTOR * maxLength);
  }

  /** Returns whether a failure was caused by an exceeded budget. */
  public static boolean isExceeded(Throwable failure) {
    return failure instanceof JsonTooLargeException;
  }

  /**
   * Charges the budget.
   *
   * @throws IOException if it is exceeded, also at every later call; see {@link #isExceeded}
   */
  public void charge(long weight) throws IOException {
    remaining -= weight;
    if (remaining < 0) {
      remaining = -1; // prevents an overflow by later charges
      throw new JsonTooLargeException();
    }
  }
}
