package io.github.adtauth.internal.registration;

import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Explains for each part that could not be read what remains unknown and which right is missing.
 */
final class Unknowns {
  private Unknowns() {}

  static List<String> notes(AppSpec spec, DirectoryState found) {
    List<String> notes = new ArrayList<>();
    for (Part part : found.unknown()) {
      switch (part) {
        case GRANT ->
            notes.add(
                "Whether the tenant has consented to "
                    + PlanBuilder.scope(spec)
                    + " cannot be read: the token lacks Directory.Read.All or"
                    + " DelegatedPermissionGrant.ReadWrite.All, or the user lacks a directory"
                    + " role. Consent is left to an administrator.");
        case FEDERATED -> {
          if (spec.credential().orElse(null) instanceof AppCredential.Federated) {
            notes.add(
                "Whether the federated credential exists cannot be read: the token lacks"
                    + " Application.Read.All.");
          }
        }
        case INSTANCE ->
            notes.add(
                "The instance and its host name cannot be read: that requires the role Reader on"
                    + " it.");
        case ROLES ->
            spec.roleAssignments()
                .forEach(
                    grant ->
                        notes.add(
                            "Whether the assignment of the "
                                + RoleChanges.name(grant)
                                + " exists cannot be read: that requires the role Reader on the"
                                + " instance. Assigning it is left to an owner of the instance."));
        default -> {
          // Other parts are read, or the plan has failed.
        }
      }
    }
    return notes;
  }
}
