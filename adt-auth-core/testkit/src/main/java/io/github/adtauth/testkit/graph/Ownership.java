package io.github.adtauth.testkit.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The operations on owners of applications and service principals. */
final class Ownership {
  private static final ListQuery QUERY =
      new ListQuery("directoryObjects", "DirectoryObject", Set.of());

  private final Store store;
  private final ServicePrincipals principals;

  Ownership(Store store, ServicePrincipals principals) {
    this.store = store;
    this.principals = principals;
  }

  List<Route> routes() {
    RequiredPermissions read = RequiredPermissions.READ_APPLICATIONS;
    RequiredPermissions write = RequiredPermissions.WRITE_APPLICATIONS;
    return List.of(
        Route.of("GET applications/{id}/owners", read, this::listForApplication),
        Route.of("GET servicePrincipals/{id}/owners", read, this::listForPrincipal),
        Route.of("POST applications/{id}/owners/$ref", write, this::add),
        Route.of("DELETE applications/{id}/owners/{owner}/$ref", write, this::remove));
  }

  /**
   * Makes the creator of an object its owner. Applications that may manage all applications do not
   * become owners.
   */
  static void setCreator(Store store, String id, Caller caller) {
    boolean owns = !caller.app() || !caller.permissions().contains("Application.ReadWrite.All");
    store.owners.put(id, owns ? new HashSet<>(Set.of(caller.oid())) : new HashSet<>());
    store.replicas.recordWrite(key(id), null);
  }

  private MockResponse listForApplication(Call call) {
    return list(call, Store.id(store.readApplication(call.path("id"))));
  }

  private MockResponse listForPrincipal(Call call) {
    return list(call, Store.id(principals.visible(call.path("id"))));
  }

  private MockResponse list(Call call, String id) {
    JsonArray current = Json.stringArray(new TreeSet<>(store.owners.getOrDefault(id, Set.of())));
    JsonElement visible = store.replicas.read(key(id), current, false);
    JsonArray ids = visible == null ? new JsonArray() : visible.getAsJsonArray();
    return QUERY.list(
        call,
        ids.asList().stream().map(item -> toResource(item.getAsString())).toList(),
        store.pageSize);
  }

  private MockResponse add(Call call) {
    JsonObject application = store.application(call.path("id"));
    store.requireOwner(call.caller(), application);
    String added = Json.text(call.object(), "@odata.id").replaceFirst("^.*/", "");
    Set<String> owners = store.owners.computeIfAbsent(Store.id(application), id -> new HashSet<>());
    if (owners.contains(added)) {
      throw ErrorResponseException.badRequest(
          "Request_BadRequest",
          "One or more added object references already exist for the following modified"
              + " properties: 'owners'.");
    }
    recordWrite(application, owners);
    owners.add(added);
    return GraphResponses.noContent();
  }

  private MockResponse remove(Call call) {
    JsonObject application = store.application(call.path("id"));
    store.requireOwner(call.caller(), application);
    Set<String> owners = store.owners.computeIfAbsent(Store.id(application), id -> new HashSet<>());
    if (!owners.contains(call.path("owner"))) {
      throw ErrorResponseException.notFound(call.path("owner"));
    }
    recordWrite(application, owners);
    owners.remove(call.path("owner"));
    return GraphResponses.noContent();
  }

  private void recordWrite(JsonObject application, Set<String> before) {
    store.replicas.recordWrite(key(Store.id(application)), Json.stringArray(before));
  }

  private static String key(String id) {
    return id + "/owners";
  }

  private JsonObject toResource(String oid) {
    @Nullable FakeUser user =
        store.directory.users().stream()
            .filter(item -> item.oid().equals(oid))
            .findFirst()
            .orElse(null);
    JsonObject result = new JsonObject();
    result.addProperty(
        "@odata.type", "#microsoft.graph." + (user == null ? "servicePrincipal" : "user"));
    result.addProperty("id", oid);
    if (user != null) {
      result.addProperty("displayName", user.name());
      result.addProperty("userPrincipalName", user.upn());
    } else {
      JsonObject principal = principals.find(oid);
      result.add(
          "displayName", principal == null ? JsonNull.INSTANCE : principal.get("displayName"));
    }
    return result;
  }
}
