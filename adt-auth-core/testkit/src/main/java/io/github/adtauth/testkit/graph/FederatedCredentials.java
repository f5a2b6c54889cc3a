package io.github.adtauth.testkit.graph;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.RequestBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import mockwebserver3.MockResponse;

/** The operations of {@code /applications/{id}/federatedIdentityCredentials}. */
final class FederatedCredentials {
  private static final String TYPE = "FederatedIdentityCredential";
  private static final int MAX_CREDENTIALS = 20;
  private static final String PATH = "applications/{id}/federatedIdentityCredentials";
  private static final JsonObject SCHEMA =
      RequestBodies.readObject(
          """
          {"name": "string", "issuer": "string", "subject": "string", "description": "string",
           "audiences": ["string"]}
          """);

  private final Store store;
  private final DirectorySync sync;

  FederatedCredentials(Store store, DirectorySync sync) {
    this.store = store;
    this.sync = sync;
  }

  List<Route> routes() {
    RequiredPermissions read = RequiredPermissions.READ_APPLICATIONS;
    RequiredPermissions write = RequiredPermissions.WRITE_APPLICATIONS;
    return List.of(
        Route.of("GET " + PATH, read, this::list),
        Route.of("POST " + PATH, write, this::create),
        Route.of("GET " + PATH + "/{name}", read, this::get),
        Route.of("PATCH " + PATH + "/{name}", write, this::update),
        Route.of("DELETE " + PATH + "/{name}", write, this::delete));
  }

  private MockResponse list(Call call) {
    JsonObject application = store.application(call.path("id"));
    ListQuery query =
        new ListQuery(
            "applications/" + Store.id(application) + "/federatedIdentityCredentials",
            TYPE,
            Set.of("name", "issuer", "subject"));
    JsonElement visible =
        store.replicas.read(
            key(application), Json.array(store.federatedCredentials(application)), true);
    List<JsonObject> credentials = new ArrayList<>();
    if (visible != null) {
      visible.getAsJsonArray().forEach(item -> credentials.add(item.getAsJsonObject()));
    }
    return query.list(call, credentials, store.pageSize);
  }

  private static String key(JsonObject application) {
    return "federated credentials of " + Store.id(application);
  }

  private MockResponse get(Call call) {
    return GraphResponses.ok(find(call, store.application(call.path("id"))));
  }

  private MockResponse create(Call call) {
    JsonObject application = ownedApplication(call);
    JsonObject body = call.object();
    BodySchema.validate(body, SCHEMA, TYPE);
    List<JsonObject> credentials = store.federatedCredentials(application);
    if (credentials.size() >= MAX_CREDENTIALS) {
      throw ErrorResponseException.badRequest(
          "Number of federatedIdentityCredential for an application should not exceed "
              + MAX_CREDENTIALS);
    }
    String name = Json.text(body, "name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{2,119}")) {
      throw ErrorResponseException.invalidProperty("name", TYPE);
    }
    if (credentials.stream().anyMatch(item -> Json.text(item, "name").equals(name))) {
      throw ErrorResponseException.conflict(
          "FederatedIdentityCredential with name " + name + " already exists.");
    }
    check(body, credentials);
    JsonObject credential = new JsonObject();
    credential.addProperty("id", UUID.randomUUID().toString());
    Json.merge(credential, body);
    store.replicas.recordWrite(key(application), Json.array(credentials));
    credentials.add(credential);
    sync.push(application);
    return GraphResponses.created(credential);
  }

  private MockResponse update(Call call) {
    JsonObject application = ownedApplication(call);
    JsonObject credential = find(call, application);
    JsonObject body = call.object();
    BodySchema.validate(body, SCHEMA, TYPE);
    if (body.has("name")) {
      throw ErrorResponseException.badRequest("Property 'name' is read-only and cannot be set.");
    }
    JsonObject after = credential.deepCopy();
    Json.merge(after, body);
    List<JsonObject> others =
        store.federatedCredentials(application).stream()
            .filter(item -> !item.equals(credential))
            .toList();
    check(after, others);
    store.replicas.recordWrite(
        key(application), Json.array(store.federatedCredentials(application)));
    Json.merge(credential, body);
    sync.push(application);
    return GraphResponses.noContent();
  }

  private MockResponse delete(Call call) {
    JsonObject application = ownedApplication(call);
    store.federatedCredentials(application).remove(find(call, application));
    sync.push(application);
    return GraphResponses.noContent();
  }

  private static void check(JsonObject credential, List<JsonObject> others) {
    String issuer = Json.text(credential, "issuer");
    String subject = Json.text(credential, "subject");
    if (!issuer.startsWith("https://")) {
      throw ErrorResponseException.invalidProperty("issuer", TYPE);
    }
    if (subject.isEmpty()) {
      throw ErrorResponseException.invalidProperty("subject", TYPE);
    }
    if (Json.strings(credential, "audiences").size() != 1) {
      throw ErrorResponseException.invalidProperty("audiences", TYPE);
    }
    boolean taken =
        others.stream()
            .filter(item -> Json.text(item, "issuer").equals(issuer))
            .anyMatch(item -> Json.text(item, "subject").equals(subject));
    if (taken) {
      throw ErrorResponseException.badRequest(
          "InvalidFederatedIdentityCredentialValue",
          "The combination of issuer and subject must be unique for the application. Issuer "
              + issuer
              + " and Subject: "
              + subject
              + " already exist. paramName: FederatedIdentityCredential.Subject, paramValue: "
              + subject
              + ", objectType: Microsoft.Online.DirectoryServices.Application");
    }
  }

  private JsonObject ownedApplication(Call call) {
    JsonObject application = store.application(call.path("id"));
    store.requireOwner(call.caller(), application);
    return application;
  }

  private JsonObject find(Call call, JsonObject application) {
    String name = call.path("name");
    return store.federatedCredentials(application).stream()
        .filter(item -> Store.id(item).equals(name) || Json.text(item, "name").equals(name))
        .findFirst()
        .orElseThrow(() -> ErrorResponseException.notFound(name));
  }
}
