package io.github.adtauth.testkit.graph;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import mockwebserver3.MockResponse;

/** The operations on {@code /applications}. */
final class Applications {
  private static final ListQuery QUERY =
      new ListQuery(
          "applications", "Application", Set.of("displayName", "appId", "identifierUris", "id"));

  private final Store store;
  private final DirectorySync link;
  private final ApplicationValidator rules;
  private final Credentials credentials;

  Applications(Store store, DirectorySync link) {
    this.store = store;
    this.link = link;
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
    List<JsonObject> seen =
        store.applications.values().stream()
            .filter(one -> store.settling.seen(Store.id(one)))
            .map(one -> store.replicas.seen(Store.id(one), one, true))
            .filter(JsonObject.class::isInstance)
            .map(one -> shown(one.getAsJsonObject(), false))
            .toList();
    return QUERY.list(call, seen, store.pageSize);
  }

  private MockResponse get(Call call) {
    String select = call.query("$select");
    boolean keys = select != null && select.contains("keyCredentials");
    return QUERY.one(call, shown(store.readApplication(call.path("id")), keys));
  }

  private MockResponse create(Call call) {
    return create(call, call.object());
  }

  private MockResponse create(Call call, JsonObject body) {
    String uniqueName = call.path().getOrDefault("id", "");
    BodySchema.check(body, ApplicationSchema.shape(), "Application");
    JsonObject application = ApplicationSchema.application();
    JsonElement passwords = body.remove("passwordCredentials");
    Json.merge(application, body);
    if (!uniqueName.isEmpty()) {
      application.addProperty("uniqueName", uniqueName.substring("uniqueName=".length()));
    }
    rules.check(ApplicationSchema.application(), application);
    credentials.check(ApplicationSchema.application(), application);
    application.addProperty("id", UUID.randomUUID().toString());
    application.addProperty("appId", UUID.randomUUID().toString());
    application.addProperty("createdDateTime", store.clock.instant().toString());
    application.addProperty("publisherDomain", store.directory.tenant().domain());
    JsonObject answer = shown(application, false);
    if (passwords != null && passwords.isJsonArray()) {
      for (JsonElement wish : passwords.getAsJsonArray()) {
        JsonObject shown = credentials.newPassword(application, wish.getAsJsonObject());
        answer.getAsJsonArray("passwordCredentials").add(shown);
      }
    }
    String id = Store.id(application);
    store.applications.put(id, application);
    Ownership.created(store, id, call.caller());
    store.settling.newApplication(id);
    store.replicas.written(id, null);
    store.directory.setServicePrincipal(Json.text(application, "appId"), false);
    link.push(application);
    return GraphResponses.created(GraphResponses.entity("applications", answer));
  }

  private MockResponse update(Call call) {
    JsonObject body = call.object();
    String id = call.path("id");
    boolean upsert =
        id.startsWith("uniqueName=")
            && "create-if-missing".equals(call.request().getHeaders().get("Prefer"));
    if (upsert && store.named(id.substring("uniqueName=".length())) == null) {
      return create(call, body);
    }
    JsonObject application = upsert ? ownNamed(call) : own(call);
    BodySchema.check(body, ApplicationSchema.shape(), "Application");
    JsonObject after = application.deepCopy();
    Json.merge(after, body);
    rules.check(application, after);
    credentials.check(application, after);
    store.replicas.written(Store.id(application), application);
    Json.merge(application, after);
    link.push(application);
    return GraphResponses.noContent();
  }

  private MockResponse delete(Call call) {
    link.remove(own(call));
    return GraphResponses.noContent();
  }

  private MockResponse addPassword(Call call) {
    JsonObject application = own(call);
    JsonObject before = application.deepCopy();
    MockResponse answer = credentials.addPassword(call, application);
    store.replicas.written(Store.id(application), before);
    link.push(application);
    return answer;
  }

  private MockResponse removePassword(Call call) {
    JsonObject application = own(call);
    MockResponse answer = credentials.removePassword(call, application);
    link.push(application);
    return answer;
  }

  /** The application of the unique name in the path; an upsert knows it at once. */
  private JsonObject ownNamed(Call call) {
    JsonObject application = store.named(call.path("id").substring("uniqueName=".length()));
    store.checkOwner(call.caller(), Objects.requireNonNull(application));
    return application;
  }

  /** The application of the path, which the caller may change. */
  private JsonObject own(Call call) {
    JsonObject application = store.application(call.path("id"));
    store.checkOwner(call.caller(), application);
    return application;
  }

  /** What Graph shows of an application: never a secret, and keys only when asked for by name. */
  private static JsonObject shown(JsonObject application, boolean keys) {
    JsonObject shown = application.deepCopy();
    for (JsonObject one : Json.objects(shown, "keyCredentials")) {
      if (!keys) {
        one.add("key", JsonNull.INSTANCE);
      }
    }
    return shown;
  }
}
