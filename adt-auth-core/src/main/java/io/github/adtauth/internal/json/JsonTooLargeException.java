package io.github.adtauth.internal.json;

import java.io.IOException;

/** A JSON document would become more objects than its {@link JsonBudget} allows. */
final class JsonTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  JsonTooLargeException() {
    super("the JSON has too many values");
  }
}
