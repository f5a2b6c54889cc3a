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

/** Creates responses in the formats of the service and of its gateway. */
final class TwinsResponses {
  private static final String JSON = "application/json; charset=utf-8";

  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private TwinsResponses() {}

  static MockResponse json(int status, JsonElement body) {
    return text(status, JSON, Json.write(body)).build();
  }

  /** Returns a 200 whose {@code ETag} header equals the body's {@code $etag}. */
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
      JsonArray errors = new JsonArray();
      details.forEach(detail -> errors.add(error(code, detail)));
      error.add("details", errors);
    }
    JsonObject body = new JsonObject();
    body.add("error", error);
    return text(status, JSON, Json.write(body)).setHeader("x-ms-error-code", code).build();
  }

  /** Returns the gateway's 401, which has 48 bytes and no error object. */
  static MockResponse unauthorized(@Nullable String wwwAuthenticate) {
    MockResponse.Builder response =
        text(401, "application/json", "{ \"statusCode\": 401, \"message\": \"Unauthorized\" }");
    if (wwwAuthenticate != null) {
      response.setHeader("WWW-Authenticate", wwwAuthenticate);
    }
    return response.build();
  }

  /** Returns the gateway's 429, which has 167 bytes and no error code. */
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

  /** Returns the 429 of the job operations: JSON within a JSON string, without Retry-After. */
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

  /** Adds the headers that every response of the service has. The gateway does not send them. */
  static MockResponse withServiceHeaders(MockResponse response, @Nullable String traceparent) {
    String received = traceId(traceparent);
    String trace = received == null ? randomHex() : received;
    return response
        .newBuilder()
        .setHeader("Strict-Transport-Security", "max-age=2592000")
        .setHeader("mise-correlation-id", UUID.randomUUID())
        .setHeader("traceresponse", "00-" + trace + "-" + randomHex().substring(16) + "-01")
        .build();
  }

  /** Returns the trace id of a valid {@code traceparent} header, otherwise null. */
  static @Nullable String traceId(@Nullable String traceparent) {
    return traceparent != null && TRACEPARENT.matcher(traceparent).matches()
        ? traceparent.substring(3, 35)
        : null;
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
