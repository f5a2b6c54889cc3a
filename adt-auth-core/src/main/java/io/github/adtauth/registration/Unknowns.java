package io.github.adtauth.registration;

import java.util.ArrayList;
import java.util.List;

/** Says of each part that could not be read what it leaves open, and which right it takes. */
final class Unknowns {
  private Unknowns() {}

  static List<String> notes(AppSpec spec, Found found) {
    List<String> notes = new ArrayList<>();
    for (Part part : found.unknown()) {
      switch (part) {
        case GRANT ->
            notes.add(
                "Whether there is a consent of the tenant to "
                    + Changes.scope(spec)
                    + " cannot be read: the token lacks Directory.Read.All or"
                    + " DelegatedPermissionGrant.ReadWrite.All, or the user a directory role. The"
                    + " consent is left to an administrator.");
        case FEDERATED ->
            notes.add(
                "Whether there is the federated credential cannot be read: the token lacks"
                    + " Application.Read.All.");
        case INSTANCE ->
            notes.add(
                "The instance cannot be read, nor its host name: that takes the role Reader on it.");
        case ROLES ->
            spec.roles()
                .forEach(
                    grant ->
                        notes.add(
                            "Whether there is the "
                                + RoleChanges.name(grant)
                                + " cannot be read: that takes the role Reader on the instance. To"
                                + " assign it is left to an owner of the instance."));
        default -> {
          // read, or the plan has failed
        }
      }
    }
    return notes;
  }
}
