package io.github.adtauth.registration;

import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.registration.ApplyResult;
import io.github.adtauth.internal.registration.Part;
import io.github.adtauth.internal.text.Redactor;

/** Something that a plan would change. Carried out by {@link AppRegistration#apply}. Immutable. */
public final class Change {
  private static final int MAX_LENGTH = 500;

  private final Part part;
  private final RegistrationStep step;
  private final Sign sign;
  private final String line;
  private final Action action;

  public Change(Part part, RegistrationStep step, Sign sign, String line, Action action) {
    this.part = part;
    this.step = step;
    this.sign = sign;
    this.line = Redactor.sanitizeId(line, MAX_LENGTH);
    this.action = action;
  }

  /** What kind of change it is, as a diff marks it. */
  public enum Sign {
    NEW('+'),
    CHANGED('~');

    final char mark;

    Sign(char mark) {
      this.mark = mark;
    }
  }

  /** What carries a change out. */
  @FunctionalInterface
  public interface Action {
    void run(ApplyResult outcome);
  }

  /** Returns the step of the registration that it carries out. */
  public RegistrationStep step() {
    return step;
  }

  /** Returns what it changes, in one line. */
  public String description() {
    return line;
  }

  /** Returns the part that shows whether the change is done. */
  public Part part() {
    return part;
  }

  /** Returns whether the change replaces something that exists. */
  public boolean isReplacing() {
    return sign == Sign.CHANGED;
  }

  public void run(ApplyResult outcome) {
    action.run(outcome);
  }

  /** Writes it as a line of a diff. */
  @Override
  public String toString() {
    return sign.mark + " " + line;
  }
}
