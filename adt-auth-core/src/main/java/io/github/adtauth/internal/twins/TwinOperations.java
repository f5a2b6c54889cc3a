package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.Operation.JSON;
import static io.github.adtauth.internal.rest.Operation.JSON_PATCH;
import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.IF_ABSENT;
import static io.github.adtauth.twins.CallOption.Kind.IF_MATCH;
import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;
import static io.github.adtauth.twins.CallOption.Kind.TELEMETRY;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Page;
import io.github.adtauth.twins.TwinQuery;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Twins, their components and telemetry, and the query. Thread-safe. */
record TwinOperations(TwinJson json) {
  <T> Operation<T> get(String id, Class<T> type, CallOption... options) {
    return twin("GET", "get", id).apply(options).returning(json.one("$dtId", type));
  }

  <T> Operation<T> put(String id, T twin, CallOption... options) {
    return twin("PUT", "put", id)
        .body(JSON, json.text(json.twin(twin)))
        .supports(IF_ABSENT)
        .apply(options)
        .returning(json.one("$dtId", TwinJson.typeOf(twin)));
  }

  Operation<String> patch(String id, JsonPatch patch, CallOption... options) {
    return twin("PATCH", "patch", id)
        .body(JSON_PATCH, json.text(json.patch(patch)))
        .supports(IF_MATCH)
        .apply(options)
        .returningETag();
  }

  Operation<@Nullable Void> delete(String id, CallOption... options) {
    return twin("DELETE", "delete", id).supports(IF_MATCH).apply(options).returningNothing();
  }

  <T> Operation<T> getComponent(String twin, String name, Class<T> type, CallOption... options) {
    return component("GET", "get", twin, name)
        .apply(options)
        .returning(json.one("$metadata", type));
  }

  Operation<String> patchComponent(
      String twin, String name, JsonPatch patch, CallOption... options) {
    return component("PATCH", "patch", twin, name)
        .body(JSON_PATCH, json.text(json.patch(patch)))
        .supports(IF_MATCH)
        .apply(options)
        .returningETag();
  }

  Operation<@Nullable Void> sendTelemetry(String twin, Object payload, CallOption... options) {
    return telemetry(
        Operation.of("POST", "send telemetry of twin " + quoted(twin))
            .path("digitaltwins")
            .id("twinId", twin),
        payload,
        options);
  }

  Operation<@Nullable Void> sendComponentTelemetry(
      String twin, String name, Object payload, CallOption... options) {
    return telemetry(component("POST", "send telemetry of", twin, name), payload, options);
  }

  private Operation<@Nullable Void> telemetry(
      Operation.Builder draft, Object payload, CallOption... options) {
    if (!(json.tree(Objects.requireNonNull(payload, "payload")) instanceof JsonObject object)) {
      throw new IllegalArgumentException(
          payload.getClass().getName() + " is no telemetry: its JSON is not an object");
    }
    return draft
        .path("telemetry")
        .header("Message-Id", UUID.randomUUID().toString())
        .body(JSON, json.text(object))
        .supports(TELEMETRY)
        .apply(options)
        .returningNothing();
  }

  <T> Operation<Page<T>> query(
      TwinQuery query, Class<T> type, @Nullable String token, CallOption... options) {
    Objects.requireNonNull(query, "query");
    String continuation = token == null ? query.continuationToken() : token;
    JsonElement body =
        continuation == null
            ? Json.object("query", query.text(json))
            : Json.object("continuationToken", continuation);
    Operation.Builder draft =
        Operation.of("POST", "query twins")
            .path("query")
            .repeatable(RetrySafety.SAFE)
            .body(JSON, json.text(body));
    if (query.pageSize() > 0) {
      draft.header("max-items-per-page", Integer.toString(query.pageSize()));
    }
    return draft.supports(PAGE_SIZE).apply(options).returning(json.page("continuationToken", type));
  }

  private static Operation.Builder twin(String method, String verb, String id) {
    return Operation.of(method, verb + " twin " + quoted(id)).path("digitaltwins").id("id", id);
  }

  private static Operation.Builder component(String method, String verb, String twin, String name) {
    return Operation.of(method, verb + " component " + quoted(name) + " of twin " + quoted(twin))
        .path("digitaltwins")
        .id("twinId", twin)
        .path("components")
        .id("name", name);
  }
}
