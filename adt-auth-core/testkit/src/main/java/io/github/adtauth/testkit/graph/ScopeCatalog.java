package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The delegated scopes of all APIs, with their IDs. */
record ScopeCatalog(Store store) {
  static final String TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";
  static final String GRAPH = "00000003-0000-0000-c000-000000000000";

  /** The scope IDs assigned by Microsoft. Other IDs are derived from the names. */
  private static final Map<String, String> SCOPE_IDS =
      Map.ofEntries(
          Map.entry(TWINS + "/Read.Write", "4589bd03-58cb-4e6c-b17f-b580e39652f8"),
          Map.entry(GRAPH + "/User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d"),
          Map.entry(GRAPH + "/User.Read.All", "a154be20-db9c-4678-8ab7-66f6cc099a59"),
          Map.entry(GRAPH + "/User.ReadBasic.All", "b340eb25-3456-403f-be2f-af7a0d370277"),
          Map.entry(GRAPH + "/Group.Read.All", "5f8c59db-677d-491f-a6b8-5f174b11ec1d"),
          Map.entry(GRAPH + "/Directory.Read.All", "06da0dbc-49e2-44d2-8312-53f166ab848a"),
          Map.entry(GRAPH + "/Directory.AccessAsUser.All", "0e263e50-5827-48a4-b97c-d940288653c7"),
          Map.entry(GRAPH + "/Application.Read.All", "c79f8feb-a9db-4090-85f9-90d820caa0eb"),
          Map.entry(GRAPH + "/Application.ReadWrite.All", "bdfbf15f-ee85-4955-8675-146e8e5296b5"),
          Map.entry(
              GRAPH + "/AppRoleAssignment.ReadWrite.All", "84bccea3-f856-4a8a-967b-dbe0a3d53a64"),
          Map.entry(
              GRAPH + "/DelegatedPermissionGrant.ReadWrite.All",
              "41ce6ca6-6826-4807-84f1-1c82854f7ee5"),
          Map.entry(
              "797f4846-ba00-4fd7-ba43-dac1f8f63013/user_impersonation",
              "41094075-9dad-400e-a0bd-54e686782033"));

  /** Returns the scopes of an API in the form of Graph, or an empty list for an unknown API. */
  List<JsonObject> scopes(String appId) {
    DirectoryAccess.Service service = findService(appId);
    if (service != null) {
      return service.scopes().stream().map(name -> scope(appId, name)).toList();
    }
    JsonObject application = store.findByAppId(appId);
    return application == null
        ? List.of()
        : Json.objects(Json.object(application, "api"), "oauth2PermissionScopes");
  }

  @Nullable String findName(String appId, String scopeId) {
    return scopes(appId).stream()
        .filter(scope -> Json.text(scope, "id").equalsIgnoreCase(scopeId))
        .filter(scope -> Json.isTrue(scope, "isEnabled"))
        .map(scope -> Json.text(scope, "value"))
        .findFirst()
        .orElse(null);
  }

  DirectoryAccess.@Nullable Service findService(String appId) {
    return store.directory.services().stream()
        .filter(item -> item.appId().equalsIgnoreCase(appId))
        .findFirst()
        .orElse(null);
  }

  static JsonObject scope(String appId, String name) {
    JsonObject scope = new JsonObject();
    scope.addProperty("adminConsentDescription", "Lets the application have " + name + ".");
    scope.addProperty("adminConsentDisplayName", name);
    scope.addProperty("id", scopeId(appId, name));
    scope.addProperty("isEnabled", true);
    scope.addProperty("type", name.endsWith(".All") ? "Admin" : "User");
    scope.addProperty("userConsentDescription", "Lets the application have " + name + ".");
    scope.addProperty("userConsentDisplayName", name);
    scope.addProperty("value", name);
    return scope;
  }

  static String scopeId(String appId, String name) {
    return SCOPE_IDS.getOrDefault(
        appId + "/" + name, Guids.fromSeed("scope " + appId + "/" + name));
  }
}
