package io.github.adtauth.testkit.graph;

import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Principal;
import java.util.Set;

/**
 * The authenticated caller of a request.
 *
 * @param oid the object ID of the user or of the application's service principal
 * @param app whether the caller is an application without a user
 * @param permissions the scopes or roles of the token
 * @param rights the rights of the user
 */
record Caller(String oid, boolean app, Set<String> permissions, Set<DirectoryRight> rights) {

  static Caller of(Principal principal, Set<DirectoryRight> rights) {
    return new Caller(principal.oid(), principal.app(), principal.permissions(), rights);
  }

  void requirePermissions(RequiredPermissions required) {
    boolean hasPermission =
        (app ? required.roles() : required.scopes()).stream().anyMatch(permissions::contains);
    boolean hasRight =
        app || required.rights().isEmpty() || required.rights().stream().anyMatch(rights::contains);
    if (!hasPermission || !hasRight) {
      throw ErrorResponseException.denied();
    }
  }

  /** Returns whether the caller may change all applications, not only owned ones. */
  boolean managesApplications() {
    return app
        ? permissions.contains("Application.ReadWrite.All")
        : rights.contains(DirectoryRight.MANAGE_APPLICATIONS);
  }
}
