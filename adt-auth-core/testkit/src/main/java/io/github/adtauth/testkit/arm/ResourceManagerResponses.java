package io.github.adtauth.testkit.arm;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.SimulatedOutage;
import mockwebserver3.MockResponse;

/** Creates responses of Azure Resource Manager. */
final class ResourceManagerResponses {
  private ResourceManagerResponses() {}

  static MockResponse json(int status, JsonObject body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json; charset=utf-8")
        .body(Json.write(body))
        .build();
  }

  static MockResponse error(ErrorResponseException e, SimulatedOutage outage) {
    JsonObject error = new JsonObject();
    error.addProperty("code", e.code());
    error.addProperty("message", e.text());
    JsonObject body = new JsonObject();
    body.add("error", error);
    MockResponse.Builder response = json(e.status(), body).newBuilder();
    if (e.status() == 401) {
      response.setHeader(
          "WWW-Authenticate",
          "Bearer authorization_uri=\"https://login.microsoftonline.com/common\","
              + " error=\"invalid_token\", error_description=\""
              + e.text()
              + "\"");
    }
    if (e.status() == 429) {
      response.setHeader("Retry-After", String.valueOf(outage.retryAfterSeconds()));
    }
    return response.build();
  }
}
