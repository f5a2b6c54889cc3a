package io.github.adtauth.testkit.entra;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Json;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Reads the OpenID Connect {@code claims} parameter. */
final class ClaimsParameter {
  private ClaimsParameter() {}

  /** Returns the requested authentication contexts. */
  static Set<String> contexts(String claims) {
    JsonObject object = Json.parse(claims);
    JsonElement token = object == null ? null : object.get("access_token");
    JsonElement acrs =
        token != null && token.isJsonObject() ? token.getAsJsonObject().get("acrs") : null;
    Set<String> names = new TreeSet<>();
    if (acrs != null && acrs.isJsonObject()) {
      JsonObject request = acrs.getAsJsonObject();
      if (request.has("value")) {
        names.add(request.get("value").getAsString());
      }
      if (request.has("values")) {
        request.getAsJsonArray("values").forEach(value -> names.add(value.getAsString()));
      }
    }
    return names;
  }

  /** Returns whether a claims parameter contains all required claims. It may contain others. */
  static boolean satisfies(String claims, String required) {
    JsonObject actual = Json.parse(claims);
    JsonObject expected = Json.parse(required);
    return actual != null && expected != null && contains(actual, expected);
  }

  private static boolean contains(JsonElement actual, JsonElement expected) {
    if (actual.isJsonObject() && expected.isJsonObject()) {
      JsonObject object = actual.getAsJsonObject();
      return expected.getAsJsonObject().entrySet().stream()
          .allMatch(
              member -> {
                JsonElement value = object.get(member.getKey());
                return value != null && contains(value, member.getValue());
              });
    }
    if (actual.isJsonArray() && expected.isJsonArray()) {
      return StreamSupport.stream(expected.getAsJsonArray().spliterator(), false)
          .allMatch(actual.getAsJsonArray()::contains);
    }
    return actual.equals(expected);
  }

  /**
   * Returns the client capabilities ({@code xms_cc}) that a claims parameter declares, in lower
   * case because Entra ID does not distinguish between cases. Clients declare {@code cp1} if they
   * handle claims challenges.
   */
  static Set<String> capabilities(String claims) {
    JsonObject parameter = Json.parse(claims);
    JsonObject token = parameter == null ? null : Json.object(parameter, "access_token");
    Set<String> capabilities = new TreeSet<>();
    if (token != null && Json.object(token, "xms_cc").get("values") instanceof JsonArray values) {
      for (JsonElement value : values) {
        if (Json.isString(value)) {
          capabilities.add(value.getAsString().toLowerCase(Locale.ROOT));
        }
      }
    }
    return capabilities;
  }
}
