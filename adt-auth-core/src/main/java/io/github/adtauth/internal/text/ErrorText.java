package io.github.adtauth.internal.text;

/** Displays exceptions of foreign code, whose text and stack trace are not logged as they are. */
public final class ErrorText {
  private ErrorText() {}

  /**
   * Returns what an exception says and where it was thrown, on one line: for a bug in a callback.
   */
  public static String withLocation(Throwable fault) {
    StackTraceElement[] frames = fault.getStackTrace();
    String text = Redactor.sanitize(fault.toString(), 300);
    return frames.length == 0
        ? text
        : text + " at " + Redactor.sanitizeId(frames[0].toString(), 300);
  }
}
