package io.github.adtauth.testkit.graph;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Json;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import mockwebserver3.MockResponse;

/** The operations of {@code /applications}. */
final class Applications {
  private static final ListQuery QUERY =
      new ListQuery(
          "applications", "Application", Set.of("displayName", "appId", "identifierUris", "id"));

  private final Store store;
  private final DirectorySync sync;
  private final ApplicationValidator rules;
  private final Credentials credentials;

  Applications(Store store, DirectorySync sync) {
    this.store = store;
    this.sync = sync;
    this.rules = new ApplicationValidator(store);
    this.credentials = new Credentials(store);
  }

  List<Route> routes() {
    RequiredPermissions read = RequiredPermissions.READ_APPLICATIONS;
    RequiredPermissions write = RequiredPermissions.WRITE_APPLICATIONS;
    return List.of(
        Route.of("GET applications", read, this::list),
        Route.of("POST applications", write, this::create),
        Route.of("GET applications/{id}", read, this::get),
        Route.of("PATCH applications/{id}", write, this::update),
        Route.of("DELETE applications/{id}", write, this::delete),
        Route.of("POST applications/{id}/addPassword", write, this::addPassword),
        Route.of("POST applications/{id}/removePassword", write, this::removePassword));
  }

  private MockResponse list(Call call) {
    List<JsonObject> visible =
        store.applications.values().stream()
            .filter(item -> store.delays.isVisible(Store.id(item)))
            .map(item -> store.replicas.read(Store.id(item), item, true))
            .filter(JsonObject.class::isInstance)
            .map(item -> toResource(item.getAsJsonObject(), false))
            .toList();
    return QUERY.list(call, visible, store.pageSize);
  }

  private MockResponse get(Call call) {
    String select = call.query("$select");
    boolean withKeys = select != null && select.contains("keyCredentials");
    return QUERY.entity(call, toResource(store.readApplication(call.path("id")), withKeys));
  }

  private MockResponse create(Call call) {
    return create(call, call.object());
  }

  private MockResponse create(Call call, JsonObject body) {
    String uniqueName = call.path().getOrDefault("id", "");
    BodySchema.validate(body, ApplicationSchema.writableProperties(), "Application");
    JsonObject application = ApplicationSchema.newApplication();
    JsonElement passwords = body.remove("passwordCredentials");
    Json.merge(application, body);
    if (!uniqueName.isEmpty()) {
      application.addProperty("uniqueName", uniqueName.substring("uniqueName=".length()));
    }
    rules.validate(ApplicationSchema.newApplication(), application);
    credentials.validate(ApplicationSchema.newApplication(), application);
    application.addProperty("id", UUID.randomUUID().toString());
    application.addProperty("appId", UUID.randomUUID().toString());
    application.addProperty("createdDateTime", store.clock.instant().toString());
    application.addProperty("publisherDomain", store.directory.tenant().domain());
    JsonObject response = toResource(application, false);
    if (passwords != null && passwords.isJsonArray()) {
      for (JsonElement passwordCredential : passwords.getAsJsonArray()) {
        JsonObject result =
            credentials.newPassword(application, passwordCredential.getAsJsonObject());
        response.getAsJsonArray("passwordCredentials").add(result);
      }
    }
    String id = Store.id(application);
    store.applications.put(id, application);
    Ownership.setCreator(store, id, call.caller());
    store.delays.applicationCreated(id);
    store.replicas.recordWrite(id, null);
    store.directory.setServicePrincipal(Json.text(application, "appId"), false);
    sync.push(application);
    return GraphResponses.created(GraphResponses.entity("applications", response));
  }

  private MockResponse update(Call call) {
    JsonObject body = call.object();
    String id = call.path("id");
    boolean upsert =
        id.startsWith("uniqueName=")
            && "create-if-missing".equals(call.request().getHeaders().get("Prefer"));
    if (upsert && store.findByUniqueName(id.substring("uniqueName=".length())) == null) {
      return create(call, body);
    }
    JsonObject application = upsert ? ownedByUniqueName(call) : ownedApplication(call);
    BodySchema.validate(body, ApplicationSchema.writableProperties(), "Application");
    JsonObject after = application.deepCopy();
    Json.merge(after, body);
    rules.validate(application, after);
    credentials.validate(application, after);
    store.replicas.recordWrite(Store.id(application), application);
    Json.merge(application, after);
    sync.push(application);
    return GraphResponses.noContent();
  }

  private MockResponse delete(Call call) {
    sync.remove(ownedApplication(call));
    return GraphResponses.noContent();
  }

  private MockResponse addPassword(Call call) {
    JsonObject application = ownedApplication(call);
    JsonObject before = application.deepCopy();
    MockResponse response = credentials.addPassword(call, application);
    store.replicas.recordWrite(Store.id(application), before);
    sync.push(application);
    return response;
  }

  private MockResponse removePassword(Call call) {
    JsonObject application = ownedApplication(call);
    MockResponse response = credentials.removePassword(call, application);
    sync.push(application);
    return response;
  }

  /**
   * Returns the application with the unique name in the path. An upsert is not subject to delays.
   */
  private JsonObject ownedByUniqueName(Call call) {
    JsonObject application =
        store.findByUniqueName(call.path("id").substring("uniqueName=".length()));
    store.requireOwner(call.caller(), Objects.requireNonNull(application));
    return application;
  }

  /** Returns the application in the path, or throws if the caller may not change it. */
  private JsonObject ownedApplication(Call call) {
    JsonObject application = store.application(call.path("id"));
    store.requireOwner(call.caller(), application);
    return application;
  }

  /** Returns the response form of an application. It omits the keys unless they are selected. */
  private static JsonObject toResource(JsonObject application, boolean withKeys) {
    JsonObject result = application.deepCopy();
    for (JsonObject item : Json.objects(result, "keyCredentials")) {
      if (!withKeys) {
        item.add("key", JsonNull.INSTANCE);
      }
    }
    return result;
  }
}
