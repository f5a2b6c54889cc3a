package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.entra.FakeTenant;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Validates the properties of applications as Graph does. */
record ApplicationValidator(Store store) {
  private static final String TYPE = "Application";
  private static final Set<String> SIGN_IN_AUDIENCES =
      Set.of(
          "AzureADMyOrg",
          "AzureADMultipleOrgs",
          "AzureADandPersonalMicrosoftAccount",
          "PersonalMicrosoftAccount");

  /** Validates the state of an application after a change. */
  void validate(JsonObject before, JsonObject after) {
    String name = Json.string(after, "displayName");
    if (name == null || name.isBlank()) {
      throw ErrorResponseException.badRequest(
          "A value is required for property 'displayName' of resource 'Application'.");
    }
    if (name.length() > 256) {
      throw ErrorResponseException.invalidProperty("displayName", TYPE);
    }
    if (!SIGN_IN_AUDIENCES.contains(Json.text(after, "signInAudience"))) {
      throw ErrorResponseException.invalidProperty("signInAudience", TYPE);
    }
    checkIdentifierUris(after);
    checkApi(Json.object(before, "api"), Json.object(after, "api"), after);
    checkRedirectUris(after);
    checkRequired(after);
  }

  private void checkIdentifierUris(JsonObject after) {
    List<String> uris = Json.strings(after, "identifierUris");
    for (String uri : uris) {
      if (!isOnVerifiedDomain(uri, Json.text(after, "appId"))) {
        throw ErrorResponseException.badRequest(
            "HostNameNotOnVerifiedDomain",
            "Values of identifierUris property must use a verified domain of the organization or"
                + " its subdomain: '"
                + uri
                + "'");
      }
      boolean taken =
          store.applications.values().stream()
              .filter(item -> !Store.id(item).equals(Store.id(after)))
              .anyMatch(item -> Json.strings(item, "identifierUris").contains(uri));
      if (taken) {
        throw ErrorResponseException.badRequest(
            "Another object with the same value for property identifierUris already exists.");
      }
    }
    requireDistinct(uris, "identifierUris");
  }

  private boolean isOnVerifiedDomain(String uri, String appId) {
    FakeTenant tenant = store.directory.tenant();
    String host = host(uri);
    if (host == null) {
      return false;
    }
    boolean verified =
        Stream.of(tenant.domain()).anyMatch(d -> host.equals(d) || host.endsWith("." + d));
    return uri.startsWith("api://")
        ? verified || (!appId.isEmpty() && host.equals(appId)) || host.equals(tenant.id())
        : uri.startsWith("https://") && verified;
  }

  private static @Nullable String host(String uri) {
    try {
      return URI.create(uri).getHost();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void checkApi(JsonObject before, JsonObject after, JsonObject application) {
    if (after.get("requestedAccessTokenVersion") instanceof JsonPrimitive version
        && !Set.of("1", "2").contains(version.getAsString())) {
      throw ErrorResponseException.invalidProperty("requestedAccessTokenVersion", "ApiApplication");
    }
    List<JsonObject> scopes = Json.objects(after, "oauth2PermissionScopes");
    for (JsonObject scope : scopes) {
      checkScope(scope);
    }
    List<String> ids = new ArrayList<>(values(scopes, "id"));
    ids.addAll(values(Json.objects(application, "appRoles"), "id"));
    requireDistinct(ids, "id");
    requireDistinct(values(scopes, "value"), "value");
    for (JsonObject previous : Json.objects(before, "oauth2PermissionScopes")) {
      boolean kept =
          scopes.stream()
              .filter(scope -> Json.text(scope, "id").equals(Json.text(previous, "id")))
              .anyMatch(scope -> Json.text(scope, "value").equals(Json.text(previous, "value")));
      if (Json.isTrue(previous, "isEnabled") && !kept) {
        throw ErrorResponseException.badRequest(
            "CannotDeleteOrUpdateEnabledEntitlement",
            "Permission (scope or role) cannot be deleted or updated unless disabled first.");
      }
    }
    checkPreAuthorized(after, Set.copyOf(values(scopes, "id")));
  }

  private static void checkScope(JsonObject scope) {
    if (Json.string(scope, "id") == null) {
      throw ErrorResponseException.invalidProperty("id", "PermissionScope");
    }
    if (!Json.text(scope, "value")
        .matches("[A-Za-z0-9!#$%&'()*+,\\-./:;=?@\\[\\]^_`{|}~]{1,120}")) {
      throw ErrorResponseException.invalidProperty("value", "PermissionScope");
    }
    if (!Set.of("User", "Admin").contains(Json.text(scope, "type"))) {
      throw ErrorResponseException.invalidProperty("type", "PermissionScope");
    }
    for (String name : List.of("adminConsentDescription", "adminConsentDisplayName")) {
      if (Json.text(scope, name).isEmpty()) {
        throw ErrorResponseException.invalidProperty(name, "PermissionScope");
      }
    }
  }

  private static void checkPreAuthorized(JsonObject api, Set<String> scopeIds) {
    List<JsonObject> clients = Json.objects(api, "preAuthorizedApplications");
    requireDistinct(values(clients, "appId"), "preAuthorizedApplications");
    for (JsonObject client : clients) {
      List<String> ids = Json.strings(client, "delegatedPermissionIds");
      if (ids.isEmpty() || !scopeIds.containsAll(ids)) {
        throw ErrorResponseException.badRequest(
            "Property api.preAuthorizedApplications of resource 'Application' refers to a"
                + " permission id that does not exist in api.oauth2PermissionScopes.");
      }
    }
  }

  private static void checkRedirectUris(JsonObject application) {
    List<String> allUris = new ArrayList<>();
    for (String platform : List.of("web", "spa", "publicClient")) {
      List<String> uris = Json.strings(Json.object(application, platform), "redirectUris");
      if (uris.stream().anyMatch(uri -> !isRedirectUri(uri, platform.equals("publicClient")))) {
        throw ErrorResponseException.invalidProperty("redirectUris", platform);
      }
      allUris.addAll(uris);
    }
    requireDistinct(allUris, "redirectUris");
  }

  private static boolean isRedirectUri(String uri, boolean isNative) {
    String host = host(uri);
    boolean loopback = Set.of("localhost", "127.0.0.1").contains(String.valueOf(host));
    boolean plain = !uri.contains("#") && !uri.contains("*") && uri.length() <= 256;
    return plain
        && ((uri.startsWith("https://") && host != null)
            || (uri.startsWith("http://") && loopback)
            || (isNative && uri.matches("(?!http:|https:)[a-z][a-z0-9+.-]*:.+")));
  }

  private static void checkRequired(JsonObject application) {
    List<JsonObject> required = Json.objects(application, "requiredResourceAccess");
    requireDistinct(values(required, "resourceAppId"), "requiredResourceAccess");
    for (JsonObject resource : required) {
      List<JsonObject> access = Json.objects(resource, "resourceAccess");
      boolean typed =
          access.stream().allMatch(a -> Set.of("Scope", "Role").contains(Json.text(a, "type")));
      if (access.isEmpty() || !typed || Json.text(resource, "resourceAppId").isEmpty()) {
        throw ErrorResponseException.invalidProperty("requiredResourceAccess", TYPE);
      }
      requireDistinct(values(access, "id"), "resourceAccess");
    }
  }

  private static List<String> values(List<JsonObject> objects, String member) {
    return objects.stream().map(item -> Json.text(item, member)).collect(Collectors.toList());
  }

  private static void requireDistinct(List<String> values, String property) {
    if (new HashSet<>(values).size() < values.size()) {
      throw ErrorResponseException.badRequest(
          "Request contains a property with duplicate values: '" + property + "'.");
    }
  }
}
