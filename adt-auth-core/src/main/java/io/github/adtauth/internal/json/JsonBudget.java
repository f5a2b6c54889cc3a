package io.github.adtauth.internal.json;

import java.io.IOException;

/**
 * Bounds the memory that a JSON document becomes while it is read: two bytes of text can become a
 * hundred bytes of objects. Weights are estimates of what Gson's tree takes on a 64-bit VM. The
 * budget is four times the longest text that is accepted, and 4 MB: a response of the service,
 * names and text above all, becomes two to three times its size. Not thread-safe.
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

  /** What is shared: true, false and null take a place in an array. */
  public static final int CONSTANT = 16;

  private static final long BASE = 4L << 20;
  private static final int FACTOR = 4;

  private long left;

  private JsonBudget(long left) {
    this.left = left;
  }

  /** Returns a budget for a text of at most this many bytes or characters. */
  public static JsonBudget ofText(long maxLength) {
    return new JsonBudget(
        maxLength > (Long.MAX_VALUE - BASE) / FACTOR ? Long.MAX_VALUE : BASE + FACTOR * maxLength);
  }

  /** Returns whether a failure says that a budget is used up. */
  public static boolean isExceeded(Throwable failure) {
    return failure instanceof JsonTooLargeException;
  }

  /**
   * Takes from the budget.
   *
   * @throws IOException if it is used up, also at every further call; see {@link #isExceeded}
   */
  public void charge(long weight) throws IOException {
    left -= weight;
    if (left < 0) {
      left = -1; // never to wrap around
      throw new JsonTooLargeException();
    }
  }
}
