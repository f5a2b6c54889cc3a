package io.github.adtauth.internal.text;

/** Formats exceptions of user code, whose message and stack trace must be redacted. */
public final class ErrorText {
  private ErrorText() {}

  /** Returns the message of an exception and the place that threw it, on one line. */
  public static String withLocation(Throwable failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    String text = Redactor.sanitize(failure.toString(), 300);
    return frames.length == 0
        ? text
        : text + " at " + Redactor.sanitizeId(frames[0].toString(), 300);
  }
}
