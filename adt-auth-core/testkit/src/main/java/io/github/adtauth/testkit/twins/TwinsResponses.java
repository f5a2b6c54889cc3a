package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The shapes in which the service answers. */
final class TwinsResponses {
  private static final String JSON = "application/json; charset=utf-8";

  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private TwinsResponses() {}

  static MockResponse json(int status, JsonElement body) {
    return text(status, JSON, Json.write(body)).build();
  }

  /** A 200 whose body carries {@code $etag}; the header repeats it. */
  static MockResponse entity(JsonObject body) {
    return text(200, JSON, Json.write(body)).setHeader("ETag", Store.etag(body)).build();
  }

  static MockResponse noContent() {
    return empty(204);
  }

  static MockResponse noContent(String etag) {
    return noContent().newBuilder().setHeader("ETag", etag).build();
  }

  static MockResponse empty(int status) {
    return new MockResponse.Builder().code(status).setHeader("Content-Length", "0").build();
  }

  static MockResponse error(int status, String code, String message, List<String> details) {
    JsonObject error = error(code, message);
    if (!details.isEmpty()) {
      JsonArray list = new JsonArray();
      details.forEach(detail -> list.add(error(code, detail)));
      error.add("details", list);
    }
    JsonObject body = new JsonObject();
    body.add("error", error);
    return text(status, JSON, Json.write(body)).setHeader("x-ms-error-code", code).build();
  }

  /** The gateway's 401: 48 bytes, no error object. */
  static MockResponse unauthorized(@Nullable String wwwAuthenticate) {
    MockResponse.Builder answer =
        text(401, "application/json", "{ \"statusCode\": 401, \"message\": \"Unauthorized\" }");
    if (wwwAuthenticate != null) {
      answer.setHeader("WWW-Authenticate", wwwAuthenticate);
    }
    return answer.build();
  }

  /** The gateway's 429: 167 bytes, no code. */
  static MockResponse tooManyRequests(int retryAfterSeconds) {
    return text(
            429,
            "application/json",
            "{ \"error\": { \"statusCode\": 429, \"message\": \"Maximum request rate limit reached."
                + " For Azure Digital Twins rate limiting details please see"
                + " http://aka.ms/dtv2limits.\" } }")
        .setHeader("Retry-After", String.valueOf(retryAfterSeconds))
        .build();
  }

  /** The 429 of the jobs: a JSON string that holds JSON, and no Retry-After. */
  static MockResponse jobInProgress() {
    JsonObject body = new JsonObject();
    body.add(
        "error",
        error(
            "TooManyRequests",
            "Cannot start another job while one is in progress. Please wait for it to complete"
                + " before starting another one."));
    return text(429, JSON, Json.write(new JsonPrimitive(Json.write(body)))).build();
  }

  static MockResponse.Builder text(int status, String contentType, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", contentType)
        .body(body);
  }

  /** Adds what the service says in every answer; the gateway before it does not. */
  static MockResponse withServiceHeaders(MockResponse answer, @Nullable String traceparent) {
    String trace =
        traceparent != null && TRACEPARENT.matcher(traceparent).matches()
            ? traceparent.substring(3, 35)
            : randomHex();
    return answer
        .newBuilder()
        .setHeader("Strict-Transport-Security", "max-age=2592000")
        .setHeader("mise-correlation-id", UUID.randomUUID())
        .setHeader("traceresponse", "00-" + trace + "-" + randomHex().substring(16) + "-01")
        .build();
  }

  private static String randomHex() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static JsonObject error(String code, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    return error;
  }
}
