package io.github.adtauth.testkit.entra;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Json;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the OpenID Connect {@code claims} parameter. */
final class ClaimsParameter {
  private ClaimsParameter() {}

  /** Returns the requested authentication contexts. */
  static Set<String> contexts(String claims) {
    JsonObject parameter = Json.parse(claims);
    if (parameter == null) {
      return Set.of();
    }
    JsonObject acrs = Json.object(Json.object(parameter, "access_token"), "acrs");
    Set<String> names = new TreeSet<>();
    addString(acrs.get("value"), names);
    if (acrs.get("values") instanceof JsonArray values) {
      values.forEach(value -> addString(value, names));
    }
    return names;
  }

  private static void addString(@Nullable JsonElement value, Set<String> strings) {
    if (value != null && Json.isString(value)) {
      strings.add(value.getAsString());
    }
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
