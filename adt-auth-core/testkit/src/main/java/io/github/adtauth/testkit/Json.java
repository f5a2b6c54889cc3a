package io.github.adtauth.testkit;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import org.jspecify.annotations.Nullable;

/** Parses JSON objects and creates arrays. */
final class Json {
  private static final Gson GSON = new Gson();

  private Json() {}

  static JsonArray array(Iterable<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  /** Returns the JSON object, or null if the text is not one. */
  static @Nullable JsonObject parse(String text) {
    try {
      JsonElement element = GSON.fromJson(text, JsonElement.class);
      return element != null && element.isJsonObject() ? element.getAsJsonObject() : null;
    } catch (JsonParseException e) {
      return null;
    }
  }
}
