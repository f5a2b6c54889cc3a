package io.github.adtauth.registration;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/** Reads members of JSON objects that may be missing, null or something else. */
final class Members {
  private Members() {}

  /** Returns a string; empty if there is none. */
  static String string(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  /** Returns an object; an empty one if there is none. */
  static JsonObject object(JsonObject object, String name) {
    return object.get(name) instanceof JsonObject child ? child : new JsonObject();
  }

  /** Returns an array; an empty one if there is none. */
  static JsonArray array(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray child ? child : new JsonArray();
  }

  /** Returns the objects of an array. */
  static List<JsonObject> objects(JsonObject object, String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : array(object, name)) {
      if (element instanceof JsonObject child) {
        objects.add(child);
      }
    }
    return objects;
  }

  /** Returns the strings of an array. */
  static List<String> strings(JsonObject object, String name) {
    List<String> strings = new ArrayList<>();
    for (JsonElement element : array(object, name)) {
      if (element.isJsonPrimitive()) {
        strings.add(element.getAsString());
      }
    }
    return strings;
  }
}
