package io.github.adtauth.registration;

import io.github.adtauth.internal.registration.DirectoryState;
import io.github.adtauth.internal.registration.Plan;
import io.github.adtauth.internal.registration.PlannedChange;
import io.github.adtauth.internal.registration.SettingsFile;
import io.github.adtauth.internal.registration.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes that registering an application would make. Nothing is changed until the plan is
 * passed to {@link AppRegistration#apply}. {@link #toString()} prints the plan like a diff; {@code
 * !} marks a blocker and {@code *} a note. Immutable and thread-safe.
 */
public final class RegistrationPlan {
  private final Plan plan;

  RegistrationPlan(Plan plan) {
    this.plan = plan;
  }

  /**
   * Returns the changes in the order in which they are made; empty if the registration is complete.
   */
  public List<Change> changes() {
    return plan.changes().stream().map(PlannedChange::change).toList();
  }

  /**
   * Returns the reasons why the plan cannot be applied, each as a sentence; empty if there are
   * none. They may name other users.
   */
  public List<String> blockers() {
    return plan.blockers().stream().map(Statement::displayed).toList();
  }

  /**
   * Returns hints to consider before applying the plan, each as a sentence, such as a permission
   * that the token lacks, or an existing secret. Notes do not prevent the plan from being applied.
   */
  public List<String> notes() {
    return plan.notes();
  }

  /**
   * Checks that {@link RegisteredApp#writeTo} can write to the file, without writing anything.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the file belongs to another application, or
   *     names an authority that must not receive a credential or an endpoint that must not receive
   *     a token
   * @throws IOException if the file cannot be read
   */
  public void checkFile(Path properties) throws IOException {
    checkFile(properties, null);
  }

  /**
   * Checks that {@link RegisteredApp#writeTo} can write to the file with the address of an
   * instance, without writing anything.
   *
   * @param instance the address for {@link RegisteredApp#writeTo}
   * @throws java.nio.file.FileAlreadyExistsException as {@link #checkFile(Path)} does
   * @throws IOException if the file cannot be read
   */
  public void checkFile(Path properties, @Nullable String instance) throws IOException {
    SettingsFile.open(properties, plan.state().clientId(), instance);
  }

  /** Returns the spec. If the application exists, the spec names it by its Client ID. */
  public AppSpec spec() {
    return plan.target();
  }

  Plan plan() {
    return plan;
  }

  DirectoryState state() {
    return plan.state();
  }

  /** Returns the plan as text, with a line for each change, blocker and note. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder()
            .append("Application '")
            .append(plan.spec().displayName())
            .append("' in tenant ")
            .append(plan.state().tenant())
            .append(plan.isNew() ? ", new" : ", Client ID " + plan.state().clientId())
            .append('\n');
    changes().forEach(change -> text.append("  ").append(change).append('\n'));
    if (plan.changes().isEmpty() && blockers().isEmpty()) {
      text.append("  Nothing to change.\n");
    }
    blockers().forEach(blocker -> text.append("  ! ").append(blocker).append('\n'));
    notes().forEach(note -> text.append("  * ").append(note).append('\n'));
    return text.toString();
  }
}
