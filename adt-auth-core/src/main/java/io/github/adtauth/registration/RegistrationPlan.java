package io.github.adtauth.registration;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.internal.registration.DirectoryState;
import io.github.adtauth.internal.registration.SettingsFile;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What registering an application would change: nothing has happened yet. Print it; it reads like
 * the lines of a diff, with {@code !} before what is in the way and {@code *} before what is good
 * to know. Immutable and thread-safe.
 */
public final class RegistrationPlan {
  private final AppSpec spec;
  private final DirectoryState found;
  private final List<Change> changes;
  private final List<String> blockers;
  private final List<String> notes;

  public RegistrationPlan(
      AppSpec spec, DirectoryState found, List<Change> changes, Remarks remarks) {
    this.spec = spec;
    this.found = found;
    this.changes = List.copyOf(changes);
    this.blockers =
        remarks.blockers().stream().map(line -> Redactor.sanitizeId(line, 500)).toList();
    this.notes = remarks.notes().stream().map(line -> Redactor.sanitizeId(line, 500)).toList();
  }

  /** What there is to say of a plan: what stops it, and what to know. */
  public record Remarks(List<String> blockers, List<String> notes) {}

  /** Returns what would be changed, in the order of doing it; empty if all is as it should be. */
  public List<Change> changes() {
    return changes;
  }

  /** Returns what keeps the plan from being carried out, in sentences; empty if nothing does. */
  public List<String> blockers() {
    return blockers;
  }

  /**
   * Returns what is good to know before, in sentences: a permission that the token does not name,
   * as far as it can be read, or a secret that is there. Keeps nothing from being carried out.
   */
  public List<String> notes() {
    return notes;
  }

  /**
   * Says before anything is changed what {@link RegisteredApp#writeTo} would say after: that the
   * file is taken. Writes nothing.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is a file that is not of this
   *     application, or it names an authority that must not receive a credential or an endpoint
   *     that must not receive a token
   * @throws IOException if it cannot be read
   */
  public void checkFile(Path properties) throws IOException {
    checkFile(properties, null);
  }

  /**
   * Does what {@link #checkFile(Path)} does, for the address of an instance that is to be written.
   *
   * @param instance what {@link RegisteredApp#writeTo} will be given
   * @throws java.nio.file.FileAlreadyExistsException as {@link #checkFile(Path)} does
   * @throws IOException if it cannot be read
   */
  public void checkFile(Path properties, @Nullable String instance) throws IOException {
    SettingsFile.of(properties, found.clientId(), instance);
  }

  /** Returns what was asked for, of the application that the plan shows, whatever its name. */
  public AppSpec spec() {
    return found.application() == null ? spec : spec.identified(found.clientId(), spec.origin());
  }

  /**
   * Checks that the plan has no obstacles.
   *
   * @throws RegistrationException if it has obstacles
   */
  public void requireNoObstacles() {
    if (!blockers.isEmpty()) {
      throw new RegistrationException(ErrorDetails.of(String.join(" ", blockers)));
    }
  }

  public DirectoryState found() {
    return found;
  }

  /** Writes the plan, a line for each change and each obstacle. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder()
            .append("Application '")
            .append(spec.displayName())
            .append("' in tenant ")
            .append(found.tenant())
            .append(found.application() == null ? ", new" : ", Client ID " + found.clientId())
            .append('\n');
    changes.forEach(change -> text.append("  ").append(change).append('\n'));
    if (changes.isEmpty() && blockers.isEmpty()) {
      text.append("  Nothing to change.\n");
    }
    blockers.forEach(obstacle -> text.append("  ! ").append(obstacle).append('\n'));
    notes.forEach(note -> text.append("  * ").append(note).append('\n'));
    return text.toString();
  }
}
