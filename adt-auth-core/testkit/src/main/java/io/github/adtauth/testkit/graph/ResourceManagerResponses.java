package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import mockwebserver3.MockResponse;

/** The shapes in which Azure Resource Manager answers. */
final class ResourceManagerResponses {
  private ResourceManagerResponses() {}

  static MockResponse json(int status, JsonObject body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json; charset=utf-8")
        .body(GraphResponses.toJson(body))
        .build();
  }

  static MockResponse error(ErrorResponseException refused, SimulatedOutage trouble) {
    JsonObject error = new JsonObject();
    error.addProperty("code", refused.code());
    error.addProperty("message", refused.text());
    JsonObject body = new JsonObject();
    body.add("error", error);
    MockResponse.Builder response = json(refused.status(), body).newBuilder();
    if (refused.status() == 401) {
      response.setHeader(
          "WWW-Authenticate",
          "Bearer authorization_uri=\"https://login.microsoftonline.com/common\","
              + " error=\"invalid_token\", error_description=\""
              + refused.text()
              + "\"");
    }
    if (refused.status() == 429) {
      response.setHeader("Retry-After", String.valueOf(trouble.retryAfterSeconds()));
    }
    return response.build();
  }
}
