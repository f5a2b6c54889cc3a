package io.github.adtauth.internal.registration;

import io.github.adtauth.RegistrationStep;
import io.github.adtauth.registration.Change;

/**
 * A change to the registration and the action that applies it. Immutable.
 *
 * @param part the part of the directory state that shows whether the change was applied
 * @param change the change as listed in the plan
 * @param action applies the change
 */
public record PlannedChange(StatePart part, Change change, Action action) {

  /** Applies a change and records it in the result. */
  @FunctionalInterface
  interface Action {
    void run(ApplyResult result);
  }

  static PlannedChange addition(
      StatePart part, RegistrationStep step, String description, Action action) {
    return new PlannedChange(part, new Change(step, Change.Kind.NEW, description), action);
  }

  static PlannedChange replacement(
      StatePart part, RegistrationStep step, String description, Action action) {
    return new PlannedChange(part, new Change(step, Change.Kind.CHANGED, description), action);
  }

  RegistrationStep step() {
    return change.step();
  }

  String description() {
    return change.description();
  }

  /** Returns whether the change replaces an existing value. */
  boolean isReplacement() {
    return change.kind() == Change.Kind.CHANGED;
  }

  /**
   * Returns whether two changes of one spec have the same effect. A spec has one credential, whose
   * change has another description after its file was created.
   */
  boolean hasSameEffectAs(PlannedChange other) {
    return description().equals(other.description())
        || (step() == RegistrationStep.CREDENTIAL && other.step() == RegistrationStep.CREDENTIAL);
  }

  void run(ApplyResult result) {
    action.run(result);
  }
}
