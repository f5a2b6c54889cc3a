package io.github.adtauth.testkit.graph;

import java.util.HashSet;
import java.util.Set;

/**
 * What an operation asks of the caller, one of each. An application has no directory role and needs
 * the permission alone.
 *
 * @param scopes the delegated permissions
 * @param roles the application permissions
 * @param rights what the signed-in user's directory role has to allow
 */
record Need(Set<String> scopes, Set<String> roles, Set<Right> rights) {
  private static final String ALL = "Directory.AccessAsUser.All";

  static final Need ME =
      new Need(Set.of("User.Read", "User.Read.All", "Directory.Read.All", ALL), Set.of(), Set.of());
  static final Need ORGANIZATION =
      new Need(
          Set.of("User.Read", "Organization.Read.All", "Directory.Read.All", ALL),
          Set.of("Organization.Read.All", "Directory.Read.All"),
          Set.of());
  static final Need READ_APPLICATIONS =
      read(
          "Application.Read.All",
          "Application.ReadWrite.All",
          "Application.ReadWrite.OwnedBy",
          "Directory.Read.All",
          "Directory.ReadWrite.All");
  static final Need WRITE_APPLICATIONS =
      new Need(
          Set.of("Application.ReadWrite.All", ALL),
          Set.of("Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
          Set.of(Right.REGISTER_APPLICATIONS, Right.MANAGE_APPLICATIONS));
  static final Need READ_GRANTS =
      read(
          "DelegatedPermissionGrant.Read.All",
          "DelegatedPermissionGrant.ReadWrite.All",
          "Directory.Read.All",
          "Directory.ReadWrite.All");
  static final Need WRITE_GRANTS =
      new Need(
          Set.of("DelegatedPermissionGrant.ReadWrite.All", ALL),
          Set.of("DelegatedPermissionGrant.ReadWrite.All"),
          Set.of(Right.GRANT_CONSENT));
  static final Need READ_USERS =
      read("User.ReadBasic.All", "User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All");
  static final Need READ_GROUPS =
      read("Group.Read.All", "GroupMember.Read.All", "Directory.Read.All");
  static final Need READ_OBJECTS = read("Directory.Read.All", "Directory.ReadWrite.All");

  private static Need read(String... permissions) {
    Set<String> roles = Set.of(permissions);
    Set<String> scopes = new HashSet<>(roles);
    scopes.add(ALL);
    return new Need(Set.copyOf(scopes), roles, Set.of(Right.READ_DIRECTORY));
  }
}
