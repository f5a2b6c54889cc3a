package io.github.adtauth.internal.registration;

import io.github.adtauth.internal.text.Redactor;

/**
 * A statement about an application in two forms. Immutable.
 *
 * @param displayed the text for the person who runs the registration; it may name other users
 * @param logged the text for exceptions, which end up in logs; it identifies users by object ID
 */
public record Statement(String displayed, String logged) {

  /** Returns a statement that names no user. */
  static Statement of(String text) {
    return new Statement(text, text);
  }

  /** Returns the sentence that starts and ends with the given texts. */
  Statement within(String start, String end) {
    return new Statement(start + displayed + end, start + logged + end);
  }

  /** Returns a copy without control characters, of limited length. */
  Statement sanitized(int maxLength) {
    return new Statement(
        Redactor.sanitizeId(displayed, maxLength), Redactor.sanitizeId(logged, maxLength));
  }
}
