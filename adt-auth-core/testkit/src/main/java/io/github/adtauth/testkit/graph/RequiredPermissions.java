package io.github.adtauth.testkit.graph;

import java.util.HashSet;
import java.util.Set;

/**
 * The permissions and rights that an operation requires. A caller needs one scope or role and, if
 * it is a user, one right.
 *
 * @param scopes the sufficient delegated permissions
 * @param roles the sufficient application permissions
 * @param rights the sufficient rights of the user, or empty if none is required
 */
record RequiredPermissions(Set<String> scopes, Set<String> roles, Set<DirectoryRight> rights) {
  private static final String ACCESS_AS_USER = "Directory.AccessAsUser.All";

  static final RequiredPermissions ME =
      new RequiredPermissions(
          Set.of("User.Read", "User.Read.All", "Directory.Read.All", ACCESS_AS_USER),
          Set.of(),
          Set.of());
  static final RequiredPermissions ORGANIZATION =
      new RequiredPermissions(
          Set.of("User.Read", "Organization.Read.All", "Directory.Read.All", ACCESS_AS_USER),
          Set.of("Organization.Read.All", "Directory.Read.All"),
          Set.of());
  static final RequiredPermissions READ_APPLICATIONS =
      read(
          "Application.Read.All",
          "Application.ReadWrite.All",
          "Application.ReadWrite.OwnedBy",
          "Directory.Read.All",
          "Directory.ReadWrite.All");
  static final RequiredPermissions WRITE_APPLICATIONS =
      new RequiredPermissions(
          Set.of("Application.ReadWrite.All", ACCESS_AS_USER),
          Set.of("Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
          Set.of(DirectoryRight.REGISTER_APPLICATIONS, DirectoryRight.MANAGE_APPLICATIONS));
  static final RequiredPermissions READ_GRANTS =
      read(
          "DelegatedPermissionGrant.Read.All",
          "DelegatedPermissionGrant.ReadWrite.All",
          "Directory.Read.All",
          "Directory.ReadWrite.All");
  static final RequiredPermissions WRITE_GRANTS =
      new RequiredPermissions(
          Set.of("DelegatedPermissionGrant.ReadWrite.All", ACCESS_AS_USER),
          Set.of("DelegatedPermissionGrant.ReadWrite.All"),
          Set.of(DirectoryRight.GRANT_CONSENT));
  static final RequiredPermissions READ_USERS =
      read("User.ReadBasic.All", "User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All");
  static final RequiredPermissions READ_GROUPS =
      read("Group.Read.All", "GroupMember.Read.All", "Directory.Read.All");
  static final RequiredPermissions READ_OBJECTS =
      read("Directory.Read.All", "Directory.ReadWrite.All");

  private static RequiredPermissions read(String... permissions) {
    Set<String> roles = Set.of(permissions);
    Set<String> scopes = new HashSet<>(roles);
    scopes.add(ACCESS_AS_USER);
    return new RequiredPermissions(
        Set.copyOf(scopes), roles, Set.of(DirectoryRight.READ_DIRECTORY));
  }
}
