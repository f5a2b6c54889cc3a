package io.github.adtauth.registration;

import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Redactor;

/**
 * One change of a {@link RegistrationPlan}. Immutable and thread-safe.
 *
 * @param step the registration step that the change completes
 * @param kind whether the change adds or replaces something
 * @param description the change, in one line
 */
public record Change(RegistrationStep step, Kind kind, String description) {
  private static final int MAX_LENGTH = 500;

  /** Removes control characters and credentials from the description. */
  public Change {
    description = Redactor.sanitizeId(description, MAX_LENGTH);
  }

  /** The kind of a change, with the mark that a diff uses for it. */
  public enum Kind {
    /** Adds something. */
    NEW('+'),
    /** Replaces something that exists. */
    CHANGED('~');

    private final char mark;

    Kind(char mark) {
      this.mark = mark;
    }
  }

  /** Returns the change as a line of a diff. */
  @Override
  public String toString() {
    return kind.mark + " " + description;
  }
}
