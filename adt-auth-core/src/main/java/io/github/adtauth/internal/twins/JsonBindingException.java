package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.text.RedactedCause;
import org.jspecify.annotations.Nullable;

/** Thrown if a class of the user does not match its JSON, or if Gson does not support the class. */
public final class JsonBindingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final String FIX =
      ". Change the class, or set a Gson with an adapter for it:"
          + " DigitalTwins.builder(config).gson(…)";

  private JsonBindingException(String message, @Nullable Throwable cause) {
    super(message + FIX, cause);
  }

  /** Returns the exception for a class that Gson does not support at all. */
  static JsonBindingException unsupported(String sentence, RuntimeException cause) {
    return new JsonBindingException(sentence, cause);
  }

  /** Returns the exception for JSON of the service that does not match. Its text is redacted. */
  public static JsonBindingException mismatch(String sentence, @Nullable Throwable cause) {
    return new JsonBindingException(sentence, RedactedCause.ofNullable(cause));
  }
}
