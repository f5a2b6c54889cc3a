package io.github.adtauth.testkit.graph;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** Creates responses of Microsoft Graph. */
final class GraphResponses {
  private static final String JSON =
      "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;"
          + "charset=utf-8";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private GraphResponses() {}

  static MockResponse ok(JsonObject body) {
    return json(200, body);
  }

  static MockResponse created(JsonObject body) {
    return json(201, body);
  }

  static MockResponse noContent() {
    return new MockResponse.Builder().code(204).build();
  }

  static MockResponse json(int status, JsonElement body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", JSON)
        .body(Json.write(body))
        .build();
  }

  /** Returns an entity of a set with its OData context. */
  static JsonObject entity(String set, JsonObject properties) {
    JsonObject entity = new JsonObject();
    entity.addProperty("@odata.context", FakeGraph.BASE + "/$metadata#" + set + "/$entity");
    properties.entrySet().forEach(item -> entity.add(item.getKey(), item.getValue()));
    return entity;
  }

  static MockResponse error(ErrorResponseException e, RecordedRequest request, Clock clock) {
    String requestId = UUID.randomUUID().toString();
    String clientId = request.getHeaders().get("client-request-id");
    JsonObject inner = new JsonObject();
    inner.addProperty("date", DATE.format(clock.instant()));
    inner.addProperty("request-id", requestId);
    inner.addProperty("client-request-id", clientId == null ? requestId : clientId);
    JsonObject error = new JsonObject();
    error.addProperty("code", e.code());
    error.addProperty("message", e.text());
    error.add("innerError", inner);
    JsonObject body = new JsonObject();
    body.add("error", error);
    MockResponse.Builder response =
        json(e.status(), body).newBuilder().setHeader("request-id", requestId);
    if (e.status() == 401) {
      response.setHeader(
          "WWW-Authenticate",
          "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/"
              + "authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"");
    }
    return response.build();
  }
}
