package io.github.adtauth.testkit.graph;

import java.util.Set;

/**
 * Who calls.
 *
 * @param oid the object id of the user or of the application's service principal
 * @param app whether it is an application without a user
 * @param permissions the scopes or roles of the token
 * @param rights the rights of the signed-in user
 */
record Caller(String oid, boolean app, Set<String> permissions, Set<DirectoryRight> rights) {

  void requirePermissions(RequiredPermissions need) {
    boolean permitted =
        (app ? need.roles() : need.scopes()).stream().anyMatch(permissions::contains);
    boolean righted =
        app || need.rights().isEmpty() || need.rights().stream().anyMatch(rights::contains);
    if (!permitted || !righted) {
      throw ErrorResponseException.denied();
    }
  }

  /** Whether the caller may change every application, not only its own. */
  boolean managesApplications() {
    return app
        ? permissions.contains("Application.ReadWrite.All")
        : rights.contains(DirectoryRight.MANAGE_APPLICATIONS);
  }
}
