package io.github.adtauth.testkit.entra;

import java.util.List;

/**
 * An API for which tokens can be issued.
 *
 * @param appId the application ID of the resource
 * @param displayName the name on consent pages
 * @param uris the Application ID URIs
 * @param tokenVersion the version of its access tokens
 * @param scopes the delegated scopes
 */
record Resource(
    String appId, String displayName, List<String> uris, int tokenVersion, List<String> scopes) {
  static final String TWINS_URI = "https://digitaltwins.azure.net";
  static final String GRAPH_URI = "https://graph.microsoft.com";

  static final Resource TWINS =
      new Resource(
          "0b07f429-9f4b-4714-9392-cc5e8e80c8b0",
          "Azure Digital Twins",
          List.of(TWINS_URI),
          1,
          List.of("Read.Write"));
  static final Resource GRAPH =
      new Resource(
          "00000003-0000-0000-c000-000000000000",
          "Microsoft Graph",
          List.of(GRAPH_URI),
          1,
          List.of(
              "User.Read",
              "User.Read.All",
              "User.ReadBasic.All",
              "Group.Read.All",
              "Application.Read.All",
              "Application.ReadWrite.All",
              "AppRoleAssignment.ReadWrite.All",
              "DelegatedPermissionGrant.Read.All",
              "DelegatedPermissionGrant.ReadWrite.All",
              "Directory.Read.All",
              "Directory.ReadWrite.All",
              "Directory.AccessAsUser.All",
              "Organization.Read.All"));
  static final Resource MANAGEMENT =
      new Resource(
          "797f4846-ba00-4fd7-ba43-dac1f8f63013",
          "Azure Service Management",
          List.of("https://management.azure.com", "https://management.core.windows.net"),
          1,
          List.of("user_impersonation"));

  /** The APIs of Microsoft, which every tenant has or can add. */
  static final List<Resource> MICROSOFT = List.of(TWINS, GRAPH, MANAGEMENT);

  static Resource of(Registration api) {
    return new Resource(
        api.clientId(),
        api.displayName(),
        List.of(api.appIdUri()),
        api.tokenVersion(),
        api.scopes());
  }

  boolean isNamed(String name) {
    String normalized = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return appId.equalsIgnoreCase(normalized) || uris.contains(normalized);
  }

  /**
   * Returns the audience: the requested name for version 1 tokens, the application ID for version
   * 2.
   */
  String audience(String requestedName) {
    return tokenVersion == 1 ? requestedName : appId;
  }
}
