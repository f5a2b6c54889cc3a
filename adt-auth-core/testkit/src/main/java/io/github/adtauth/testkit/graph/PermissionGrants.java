package io.github.adtauth.testkit.graph;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.RequestBodies;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;

/** The operations of {@code /oauth2PermissionGrants}, which are the consents of Entra ID. */
final class PermissionGrants {
  private static final String TYPE = "OAuth2PermissionGrant";
  private static final ListQuery QUERY =
      new ListQuery(
          "oauth2PermissionGrants",
          TYPE,
          Set.of("clientId", "resourceId", "consentType", "principalId"));
  private static final JsonObject SCHEMA =
      RequestBodies.readObject(
          """
          {"clientId": "guid", "consentType": "string", "principalId": "guid",
           "resourceId": "guid", "scope": "string", "startTime": "string", "expiryTime": "string"}
          """);

  private final Store store;
  private final ServicePrincipals principals;

  PermissionGrants(Store store, ServicePrincipals principals) {
    this.store = store;
    this.principals = principals;
  }

  List<Route> routes() {
    RequiredPermissions read = RequiredPermissions.READ_GRANTS;
    RequiredPermissions write = RequiredPermissions.WRITE_GRANTS;
    return List.of(
        Route.of("GET oauth2PermissionGrants", read, this::list),
        Route.of("POST oauth2PermissionGrants", write, this::create),
        Route.of("GET oauth2PermissionGrants/{id}", read, this::get),
        Route.of("PATCH oauth2PermissionGrants/{id}", write, this::update),
        Route.of("DELETE oauth2PermissionGrants/{id}", write, this::delete));
  }

  private MockResponse list(Call call) {
    List<JsonObject> visible =
        grants()
            .map(PermissionGrants::toResource)
            .map(item -> store.replicas.read("grant " + Store.id(item), item, true))
            .filter(JsonObject.class::isInstance)
            .map(JsonElement::getAsJsonObject)
            .toList();
    return QUERY.list(call, visible, store.pageSize);
  }

  private MockResponse get(Call call) {
    return QUERY.entity(call, toResource(find(call.path("id"))));
  }

  private MockResponse create(Call call) {
    JsonObject body = call.object();
    BodySchema.validate(body, SCHEMA, TYPE);
    String type = Json.text(body, "consentType");
    String user = Json.text(body, "principalId");
    if (!Set.of("AllPrincipals", "Principal").contains(type)) {
      throw ErrorResponseException.invalidProperty("consentType", TYPE);
    }
    if (type.equals("Principal") == user.isEmpty()) {
      throw ErrorResponseException.invalidProperty("principalId", TYPE);
    }
    String clientId = appId(Json.text(body, "clientId"));
    String resourceAppId = appId(Json.text(body, "resourceId"));
    if (!user.isEmpty() && store.directory.users().stream().noneMatch(u -> u.oid().equals(user))) {
      throw ErrorResponseException.notFound(user);
    }
    DirectoryAccess.Grant grant =
        new DirectoryAccess.Grant(clientId, resourceAppId, user, scopes(body));
    if (grants().anyMatch(item -> id(item).equals(id(grant)))) {
      throw ErrorResponseException.conflict("Permission entry already exists.");
    }
    store.replicas.recordWrite("grant " + id(grant), null);
    store.directory.replaceGrant(grant);
    return GraphResponses.created(
        GraphResponses.entity("oauth2PermissionGrants", toResource(grant)));
  }

  private MockResponse update(Call call) {
    DirectoryAccess.Grant grant = find(call.path("id"));
    JsonObject body = call.object();
    if (!body.keySet().equals(Set.of("scope"))) {
      throw ErrorResponseException.badRequest(
          "Only the property 'scope' of a grant can be updated.");
    }
    store.replicas.recordWrite("grant " + id(grant), toResource(grant));
    store.directory.replaceGrant(
        new DirectoryAccess.Grant(
            grant.clientId(), grant.resourceAppId(), grant.userId(), scopes(body)));
    return GraphResponses.noContent();
  }

  private MockResponse delete(Call call) {
    DirectoryAccess.Grant grant = find(call.path("id"));
    store.directory.replaceGrant(
        new DirectoryAccess.Grant(
            grant.clientId(), grant.resourceAppId(), grant.userId(), List.of()));
    return GraphResponses.noContent();
  }

  private static List<String> scopes(JsonObject body) {
    List<String> scopes =
        Arrays.stream(Json.text(body, "scope").trim().split(" +", -1))
            .filter(scope -> !scope.isEmpty())
            .toList();
    if (scopes.isEmpty()) {
      throw ErrorResponseException.invalidProperty("scope", TYPE);
    }
    return scopes;
  }

  private String appId(String principalId) {
    return Json.text(principals.visible(principalId), "appId");
  }

  private Stream<DirectoryAccess.Grant> grants() {
    return store.directory.grants().stream()
        .filter(item -> store.directory.hasServicePrincipal(item.clientId()))
        .filter(item -> store.directory.hasServicePrincipal(item.resourceAppId()));
  }

  private DirectoryAccess.Grant find(String id) {
    return grants()
        .filter(item -> id(item).equals(id))
        .findFirst()
        .orElseThrow(() -> ErrorResponseException.notFound(id));
  }

  private static String id(DirectoryAccess.Grant grant) {
    String parts = grant.clientId() + grant.resourceAppId() + grant.userId();
    byte[] bytes = Guids.fromSeed(parts).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static JsonObject toResource(DirectoryAccess.Grant grant) {
    JsonObject result = new JsonObject();
    result.addProperty("clientId", Store.principalId(grant.clientId()));
    result.addProperty("consentType", grant.userId().isEmpty() ? "AllPrincipals" : "Principal");
    result.addProperty("id", id(grant));
    if (grant.userId().isEmpty()) {
      result.add("principalId", JsonNull.INSTANCE);
    } else {
      result.addProperty("principalId", grant.userId());
    }
    result.addProperty("resourceId", Store.principalId(grant.resourceAppId()));
    result.addProperty("scope", String.join(" ", grant.scopes()));
    return result;
  }
}
