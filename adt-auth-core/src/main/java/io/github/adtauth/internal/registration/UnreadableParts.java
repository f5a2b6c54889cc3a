package io.github.adtauth.internal.registration;

import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import java.util.ArrayList;
import java.util.List;

/** Creates notes about the parts of a state that could not be read and the missing permissions. */
final class UnreadableParts {
  private UnreadableParts() {}

  static List<String> notes(AppSpec spec, DirectoryState state) {
    List<String> notes = new ArrayList<>();
    for (StatePart part : state.unknown()) {
      switch (part) {
        case GRANT ->
            notes.add(
                "Cannot read whether the tenant has consented to "
                    + PlanBuilder.scope(spec)
                    + ": the token lacks Directory.Read.All or"
                    + " DelegatedPermissionGrant.ReadWrite.All, or the user lacks a directory"
                    + " role. Consent is left to an administrator.");
        case FEDERATED -> {
          if (spec.credential().orElse(null) instanceof AppCredential.Federated) {
            notes.add(
                "Cannot read whether the federated credential exists: the token lacks"
                    + " Application.Read.All.");
          }
        }
        case INSTANCE ->
            notes.add(
                "Cannot read the instance and its host name: that requires the role Reader on it.");
        case ROLES ->
            spec.roleAssignments()
                .forEach(
                    assignment ->
                        notes.add(
                            "Cannot read whether the assignment of the "
                                + RoleChanges.name(assignment)
                                + " exists: that requires the role Reader on the"
                                + " instance. Assigning it is left to an owner of the instance."));
        default -> {
          // Other parts are read, or the plan has failed.
        }
      }
    }
    return notes;
  }
}
