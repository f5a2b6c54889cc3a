package io.github.adtauth.testkit.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.FakeTenant;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;

/** The read-only operations on the tenant, users, groups and directory objects. */
final class DirectoryObjects {
  private static final ListQuery USERS =
      new ListQuery("users", "User", Set.of("displayName", "userPrincipalName", "mail", "id"));
  private static final ListQuery GROUPS =
      new ListQuery("groups", "Group", Set.of("displayName", "id"));
  private static final ListQuery OBJECTS =
      new ListQuery("directoryObjects", "DirectoryObject", Set.of());

  private final Store store;
  private final ServicePrincipals principals;

  DirectoryObjects(Store store, ServicePrincipals principals) {
    this.store = store;
    this.principals = principals;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET me", RequiredPermissions.ME, this::me),
        Route.of("GET organization", RequiredPermissions.ORGANIZATION, this::organization),
        Route.of(
            "GET users",
            RequiredPermissions.READ_USERS,
            call -> USERS.list(call, users(), store.pageSize)),
        Route.of(
            "GET users/{id}",
            RequiredPermissions.READ_USERS,
            call -> USERS.entity(call, user(call.path("id")))),
        Route.of(
            "GET groups",
            RequiredPermissions.READ_GROUPS,
            call -> GROUPS.list(call, groups(), store.pageSize)),
        Route.of(
            "GET groups/{id}",
            RequiredPermissions.READ_GROUPS,
            call -> GROUPS.entity(call, find(groups().stream(), call.path("id")))),
        Route.of("GET directoryObjects/{id}", RequiredPermissions.READ_OBJECTS, this::getObject));
  }

  private MockResponse me(Call call) {
    if (call.caller().app()) {
      throw ErrorResponseException.badRequest(
          "BadRequest", "/me request is only valid with delegated authentication flow.");
    }
    return USERS.entity(call, user(call.caller().oid()));
  }

  private MockResponse organization(Call call) {
    FakeTenant tenant = store.directory.tenant();
    JsonObject domain = new JsonObject();
    domain.addProperty("name", tenant.domain());
    domain.addProperty("isDefault", true);
    domain.addProperty("isInitial", true);
    domain.addProperty("type", "Managed");
    JsonArray domains = new JsonArray();
    domains.add(domain);
    JsonObject organization = new JsonObject();
    organization.addProperty("id", tenant.id());
    organization.addProperty("displayName", "Contoso");
    organization.addProperty("tenantType", "AAD");
    organization.add("verifiedDomains", domains);
    ListQuery query = new ListQuery("organization", "Organization", Set.of());
    return query.list(call, List.of(organization), store.pageSize);
  }

  private MockResponse getObject(Call call) {
    String id = call.path("id");
    Stream<JsonObject> candidates =
        Stream.of(
                withType(users().stream(), "user"),
                withType(groups().stream(), "group"),
                withType(
                    principals.all().filter(item -> !Store.id(item).equals(id) || isVisible(id)),
                    "servicePrincipal"),
                withType(
                    store.applications.values().stream()
                        .filter(item -> !Store.id(item).equals(id) || isVisible(id)),
                    "application"))
            .flatMap(objects -> objects);
    return OBJECTS.entity(call, find(candidates, id));
  }

  private boolean isVisible(String id) {
    return store.delays.isVisible(id);
  }

  private static Stream<JsonObject> withType(Stream<JsonObject> objects, String type) {
    return objects.map(
        item -> {
          JsonObject typed = new JsonObject();
          typed.addProperty("@odata.type", "#microsoft.graph." + type);
          typed.add("id", item.get("id"));
          typed.add("displayName", item.get("displayName"));
          return typed;
        });
  }

  private static JsonObject find(Stream<JsonObject> objects, String id) {
    return objects
        .filter(item -> Store.id(item).equals(id))
        .findFirst()
        .orElseThrow(() -> ErrorResponseException.notFound(id));
  }

  private JsonObject user(String idOrName) {
    return users().stream()
        .filter(
            item ->
                Store.id(item).equals(idOrName)
                    || Json.text(item, "userPrincipalName").equalsIgnoreCase(idOrName))
        .findFirst()
        .orElseThrow(() -> ErrorResponseException.notFound(idOrName));
  }

  private List<JsonObject> users() {
    return store.directory.users().stream().map(DirectoryObjects::toResource).toList();
  }

  private List<JsonObject> groups() {
    return store.groups.values().stream().map(DirectoryObjects::toResource).toList();
  }

  private static JsonObject toResource(FakeUser user) {
    JsonObject result = new JsonObject();
    result.addProperty("id", user.oid());
    result.addProperty("displayName", user.name());
    result.addProperty("mail", user.upn());
    result.addProperty("userPrincipalName", user.upn());
    return result;
  }

  private static JsonObject toResource(Store.Group group) {
    JsonObject result = new JsonObject();
    result.addProperty("id", group.id());
    result.addProperty("displayName", group.name());
    result.addProperty("securityEnabled", true);
    result.addProperty("mailEnabled", false);
    return result;
  }
}
