package io.github.adtauth.testkit.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The operations of {@code /servicePrincipals}. */
final class ServicePrincipals {
  private static final String MICROSOFT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
  private static final ListQuery QUERY =
      new ListQuery(
          "servicePrincipals",
          "ServicePrincipal",
          Set.of("appId", "displayName", "servicePrincipalNames", "id"));

  private final Store store;
  private final ScopeCatalog catalog;

  ServicePrincipals(Store store) {
    this.store = store;
    this.catalog = new ScopeCatalog(store);
  }

  List<Route> routes() {
    RequiredPermissions read = RequiredPermissions.READ_APPLICATIONS;
    RequiredPermissions write = RequiredPermissions.WRITE_APPLICATIONS;
    return List.of(
        Route.of("GET servicePrincipals", read, this::list),
        Route.of("POST servicePrincipals", write, this::create),
        Route.of("GET servicePrincipals/{id}", read, this::get),
        Route.of("DELETE servicePrincipals/{id}", write, this::delete));
  }

  private MockResponse list(Call call) {
    List<JsonObject> visible =
        all()
            .filter(item -> store.delays.isVisible(Store.id(item)))
            .filter(item -> store.replicas.read(Store.id(item), item, true) != null)
            .toList();
    return QUERY.list(call, visible, store.pageSize);
  }

  private MockResponse get(Call call) {
    return QUERY.entity(call, read(call.path("id")));
  }

  private MockResponse create(Call call) {
    JsonObject body = call.object();
    String appId = Json.text(body, "appId");
    if (!Guids.isGuid(appId)) {
      throw ErrorResponseException.badRequest(
          "A value is required for property 'appId' of resource 'ServicePrincipal'.");
    }
    JsonObject application = store.findByAppId(appId);
    boolean exists =
        catalog.findService(appId) != null
            || (application != null && store.delays.isVisible(Store.id(application)));
    if (!exists) {
      throw ErrorResponseException.badRequest(
          "NoBackingApplicationObject",
          "The appId '"
              + appId
              + "' of the service principal does not reference a valid application object.");
    }
    if (application != null) {
      store.requireOwner(call.caller(), application);
    } else if (!call.caller().managesApplications()) {
      throw ErrorResponseException.denied();
    }
    if (store.directory.hasServicePrincipal(appId)) {
      throw ErrorResponseException.conflict(
          "The service principal cannot be created, updated, or restored because the service"
              + " principal name "
              + appId
              + " is already in use.");
    }
    if (body.get("tags") instanceof JsonArray tags) {
      store.tags.put(appId, tags);
    }
    store.directory.setServicePrincipal(appId, true);
    store.replicas.recordWrite(Store.principalId(appId), null);
    Ownership.setCreator(store, Store.principalId(appId), call.caller());
    store.delays.principalCreated(Store.principalId(appId));
    JsonObject created = all().filter(item -> hasAppId(item, appId)).findFirst().orElseThrow();
    return GraphResponses.created(GraphResponses.entity("servicePrincipals", created));
  }

  private MockResponse delete(Call call) {
    JsonObject principal = visible(call.path("id"));
    String appId = Json.text(principal, "appId");
    JsonObject application = store.findByAppId(appId);
    if (application != null) {
      store.requireOwner(call.caller(), application);
    } else if (!call.caller().managesApplications()) {
      throw ErrorResponseException.denied();
    }
    store.directory.setServicePrincipal(appId, false);
    return GraphResponses.noContent();
  }

  private JsonObject read(String name) {
    JsonObject principal = visible(name);
    if (store.replicas.read(Store.id(principal), principal, false) == null) {
      throw ErrorResponseException.notFound(name.replaceFirst("^appId=", ""));
    }
    return principal;
  }

  /**
   * Returns the service principal with an object ID or {@code appId=…}, or throws if it is not
   * visible.
   */
  JsonObject visible(String name) {
    JsonObject principal = find(name);
    if (principal == null || !store.delays.isVisible(Store.id(principal))) {
      throw ErrorResponseException.notFound(name.replaceFirst("^appId=", ""));
    }
    return principal;
  }

  @Nullable JsonObject find(String name) {
    return all()
        .filter(
            item ->
                name.startsWith("appId=")
                    ? hasAppId(item, name.substring("appId=".length()))
                    : Store.id(item).equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean hasAppId(JsonObject principal, String appId) {
    return Json.text(principal, "appId").equalsIgnoreCase(appId);
  }

  Stream<JsonObject> all() {
    Stream<JsonObject> services = store.directory.services().stream().map(this::ofService);
    Stream<JsonObject> applications = store.applications.values().stream().map(this::ofApplication);
    return Stream.concat(services, applications)
        .filter(item -> store.directory.hasServicePrincipal(Json.text(item, "appId")));
  }

  private JsonObject ofService(DirectoryAccess.Service service) {
    JsonObject principal = principal(service.appId(), service.displayName(), MICROSOFT);
    principal.addProperty("signInAudience", "AzureADMultipleOrgs");
    principal.add("servicePrincipalNames", Json.stringArray(service.uris()));
    principal.getAsJsonArray("servicePrincipalNames").add(service.appId());
    principal.add("appRoles", Json.array(List.of()));
    return principal;
  }

  private JsonObject ofApplication(JsonObject application) {
    String appId = Json.text(application, "appId");
    JsonObject principal =
        principal(appId, Json.text(application, "displayName"), store.directory.tenant().id());
    principal.add("signInAudience", application.get("signInAudience"));
    principal.add(
        "servicePrincipalNames", Json.stringArray(Json.strings(application, "identifierUris")));
    principal.getAsJsonArray("servicePrincipalNames").add(appId);
    principal.add("appRoles", application.get("appRoles").deepCopy());
    principal.add("replyUrls", Json.stringArray(replyUrls(application, appId)));
    return principal;
  }

  private List<String> replyUrls(JsonObject application, String appId) {
    Stream<String> redirectUris =
        Stream.of("web", "spa", "publicClient")
            .map(application::get)
            .filter(JsonObject.class::isInstance)
            .flatMap(platform -> Json.strings((JsonObject) platform, "redirectUris").stream());
    return Stream.concat(redirectUris, store.replyUrls.getOrDefault(appId, List.of()).stream())
        .distinct()
        .toList();
  }

  private JsonObject principal(String appId, String displayName, String owner) {
    JsonObject principal = new JsonObject();
    principal.addProperty("id", Store.principalId(appId));
    principal.add("deletedDateTime", JsonNull.INSTANCE);
    principal.addProperty("accountEnabled", true);
    principal.addProperty("appDisplayName", displayName);
    principal.addProperty("appId", appId);
    principal.addProperty("appOwnerOrganizationId", owner);
    principal.addProperty("appRoleAssignmentRequired", false);
    principal.addProperty("displayName", displayName);
    principal.addProperty("servicePrincipalType", "Application");
    principal.add(
        "oauth2PermissionScopes",
        Json.array(catalog.scopes(appId).stream().map(JsonObject::deepCopy).toList()));
    principal.add(
        "passwordCredentials",
        store.principalSecrets.getOrDefault(appId, new JsonArray()).deepCopy());
    principal.add("keyCredentials", new JsonArray());
    principal.add("tags", store.tags.getOrDefault(appId, new JsonArray()).deepCopy());
    return principal;
  }
}
