package io.github.adtauth.internal.registration;

import io.github.adtauth.RegistrationStep;
import io.github.adtauth.registration.Change;

/**
 * A change and the action that makes it. Immutable.
 *
 * @param part the part of the state that shows whether the change is made
 * @param change the change as users see it
 * @param action makes the change
 */
public record PlannedChange(StatePart part, Change change, Action action) {

  /** Makes a change and records it in the result. */
  @FunctionalInterface
  interface Action {
    void run(ApplyResult result);
  }

  static PlannedChange added(
      StatePart part, RegistrationStep step, String description, Action action) {
    return new PlannedChange(part, new Change(step, Change.Kind.NEW, description), action);
  }

  static PlannedChange replaced(
      StatePart part, RegistrationStep step, String description, Action action) {
    return new PlannedChange(part, new Change(step, Change.Kind.CHANGED, description), action);
  }

  RegistrationStep step() {
    return change.step();
  }

  String description() {
    return change.description();
  }

  /** Returns whether the change replaces something that exists. */
  boolean isReplacing() {
    return change.kind() == Change.Kind.CHANGED;
  }

  void run(ApplyResult result) {
    action.run(result);
  }
}
