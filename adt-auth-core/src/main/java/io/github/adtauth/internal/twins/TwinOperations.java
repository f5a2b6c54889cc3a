package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.Operation.JSON;
import static io.github.adtauth.internal.rest.Operation.JSON_PATCH;
import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.IF_ABSENT;
import static io.github.adtauth.twins.CallOption.Kind.IF_MATCH;
import static io.github.adtauth.twins.CallOption.Kind.MESSAGE_ID;
import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;
import static io.github.adtauth.twins.CallOption.Kind.SOURCE_TIME;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.internal.rest.ApiOperation;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Page;
import io.github.adtauth.twins.TwinQuery;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Operations on twins, components and telemetry, and the query. Thread-safe. */
record TwinOperations(TwinJson json) {
  <T> Operation<T> get(String id, Class<T> type, CallOption... options) {
    return twin(ApiOperation.DIGITAL_TWINS_GET_BY_ID, "get", id)
        .apply(options)
        .returning(json.object("$dtId", type));
  }

  <T> Operation<T> put(String id, T twin, CallOption... options) {
    return twin(ApiOperation.DIGITAL_TWINS_ADD, "put", id)
        .body(JSON, json.text(json.twin(twin)))
        .supports(IF_ABSENT)
        .apply(options)
        .returning(json.object("$dtId", TwinJson.typeOf(twin)));
  }

  Operation<String> patch(String id, JsonPatch patch, CallOption... options) {
    return twin(ApiOperation.DIGITAL_TWINS_UPDATE, "patch", id)
        .body(JSON_PATCH, json.text(json.patch(patch)))
        .supports(IF_MATCH)
        .apply(options)
        .returningETag();
  }

  Operation<@Nullable Void> delete(String id, CallOption... options) {
    return twin(ApiOperation.DIGITAL_TWINS_DELETE, "delete", id)
        .supports(IF_MATCH)
        .apply(options)
        .returningNothing();
  }

  <T> Operation<T> getComponent(String twinId, String name, Class<T> type, CallOption... options) {
    return component(ApiOperation.DIGITAL_TWINS_GET_COMPONENT, "get", twinId, name)
        .apply(options)
        .returning(json.object("$metadata", type));
  }

  Operation<String> patchComponent(
      String twinId, String name, JsonPatch patch, CallOption... options) {
    return component(ApiOperation.DIGITAL_TWINS_UPDATE_COMPONENT, "patch", twinId, name)
        .body(JSON_PATCH, json.text(json.patch(patch)))
        .supports(IF_MATCH)
        .apply(options)
        .returningETag();
  }

  Operation<@Nullable Void> sendTelemetry(String twinId, Object payload, CallOption... options) {
    return telemetry(
        Operation.builder(
                ApiOperation.DIGITAL_TWINS_SEND_TELEMETRY,
                "send telemetry of twin " + quoted(twinId))
            .id("twinId", twinId),
        payload,
        options);
  }

  Operation<@Nullable Void> sendComponentTelemetry(
      String twinId, String name, Object payload, CallOption... options) {
    return telemetry(
        component(
            ApiOperation.DIGITAL_TWINS_SEND_COMPONENT_TELEMETRY, "send telemetry of", twinId, name),
        payload,
        options);
  }

  private Operation<@Nullable Void> telemetry(
      Operation.Builder builder, Object payload, CallOption... options) {
    if (!(json.tree(Objects.requireNonNull(payload, "payload")) instanceof JsonObject object)) {
      throw new IllegalArgumentException(
          payload.getClass().getName() + " is not valid telemetry: its JSON must be an object");
    }
    return builder
        .header("Message-Id", UUID.randomUUID().toString())
        .body(JSON, json.text(object))
        .supports(MESSAGE_ID, SOURCE_TIME)
        .apply(options)
        .returningNothing();
  }

  <T> Operation<Page<T>> query(
      TwinQuery query, Class<T> type, @Nullable String token, CallOption... options) {
    Objects.requireNonNull(query, "query");
    String continuation = token == null ? query.continuationToken() : token;
    JsonElement body =
        continuation == null
            ? Json.object("query", text(query))
            : Json.object("continuationToken", continuation);
    Operation.Builder builder =
        Operation.builder(ApiOperation.QUERY_QUERY_TWINS, "query twins")
            .retrySafety(RetrySafety.SAFE)
            .body(JSON, json.text(body));
    if (query.pageSize() > 0) {
      builder.header("max-items-per-page", Integer.toString(query.pageSize()));
    }
    return builder
        .supports(PAGE_SIZE)
        .apply(options)
        .returning(json.page("continuationToken", type));
  }

  /** Returns the query with its values as the Gson of the instance writes them. */
  private String text(TwinQuery query) {
    return json.isDefault()
        ? query.text()
        : new QueryLiterals(json).bind(query.template(), query.values());
  }

  private static Operation.Builder twin(ApiOperation api, String verb, String id) {
    return Operation.builder(api, verb + " twin " + quoted(id)).id("id", id);
  }

  private static Operation.Builder component(
      ApiOperation api, String verb, String twinId, String name) {
    return Operation.builder(
            api, verb + " component " + quoted(name) + " of twin " + quoted(twinId))
        .id("twinId", twinId)
        .id("name", name);
  }
}
