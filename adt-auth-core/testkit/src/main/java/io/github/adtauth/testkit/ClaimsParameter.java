package io.github.adtauth.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Reading a {@code claims} parameter. */
final class ClaimsParameter {
  private ClaimsParameter() {}

  /** Returns the authentication contexts that it asks for. */
  static Set<String> contexts(String claims) {
    JsonObject object = Json.parse(claims);
    JsonElement token = object == null ? null : object.get("access_token");
    JsonElement acrs =
        token != null && token.isJsonObject() ? token.getAsJsonObject().get("acrs") : null;
    Set<String> names = new TreeSet<>();
    if (acrs != null && acrs.isJsonObject()) {
      JsonObject wish = acrs.getAsJsonObject();
      if (wish.has("value")) {
        names.add(wish.get("value").getAsString());
      }
      if (wish.has("values")) {
        wish.getAsJsonArray("values").forEach(value -> names.add(value.getAsString()));
      }
    }
    return names;
  }

  /** Whether the claims parameter holds everything demanded; it may hold more. */
  static boolean satisfies(String claims, String demand) {
    JsonObject have = Json.parse(claims);
    JsonObject want = Json.parse(demand);
    return have != null && want != null && contains(have, want);
  }

  private static boolean contains(JsonElement have, JsonElement want) {
    if (have.isJsonObject() && want.isJsonObject()) {
      JsonObject object = have.getAsJsonObject();
      return want.getAsJsonObject().entrySet().stream()
          .allMatch(
              member -> {
                JsonElement value = object.get(member.getKey());
                return value != null && contains(value, member.getValue());
              });
    }
    if (have.isJsonArray() && want.isJsonArray()) {
      return StreamSupport.stream(want.getAsJsonArray().spliterator(), false)
          .allMatch(have.getAsJsonArray()::contains);
    }
    return have.equals(want);
  }

  /** Whether the client said in its claims that it can handle a claims challenge. */
  static boolean declaresCp1(String claims) {
    return satisfies(claims, "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}");
  }
}
