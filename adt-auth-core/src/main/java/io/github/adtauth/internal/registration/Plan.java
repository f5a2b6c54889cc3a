package io.github.adtauth.internal.registration;

import static java.util.stream.Collectors.joining;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import java.util.List;

/**
 * The changes that bring the directory to the state that a spec describes. Immutable.
 *
 * @param spec the requested registration
 * @param state the state that was read
 * @param changes the required changes, in the order in which they are applied
 * @param blockers the reasons why the changes cannot be applied, as sentences
 * @param notes hints for the user, as sentences
 */
public record Plan(
    AppSpec spec,
    DirectoryState state,
    List<PlannedChange> changes,
    List<Statement> blockers,
    List<String> notes) {
  private static final int MAX_LENGTH = 500;

  public Plan {
    changes = List.copyOf(changes);
    blockers = blockers.stream().map(blocker -> blocker.sanitized(MAX_LENGTH)).toList();
    notes = notes.stream().map(line -> Redactor.sanitizeId(line, MAX_LENGTH)).toList();
  }

  /** Returns the spec, with the Client ID of the application if the application exists. */
  public AppSpec target() {
    return isNew()
        ? spec
        : AppSpecAccess.identified(spec, state.clientId(), AppSpecAccess.origin(spec));
  }

  /** Returns whether the application does not exist yet. */
  public boolean isNew() {
    return state.application() == null;
  }

  /** Returns whether the plan is to create a certificate, because its file does not exist. */
  boolean createsCertificate() {
    return spec.credential().orElse(null) instanceof AppCredential.NewCertificate credential
        && changes.stream()
            .anyMatch(
                change -> change.description().equals(CertificateChanges.creation(credential)));
  }

  /**
   * Checks that nothing blocks the plan.
   *
   * @throws RegistrationException if the plan has blockers
   */
  public void requireNoBlockers() {
    if (!blockers.isEmpty()) {
      throw new RegistrationException(ErrorDetails.of(blockerMessage()));
    }
  }

  /** Returns the blockers for an exception, which identifies other users by object ID only. */
  String blockerMessage() {
    return blockers.stream().map(Statement::logged).collect(joining(" "));
  }
}
