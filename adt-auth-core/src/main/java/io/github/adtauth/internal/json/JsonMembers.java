package io.github.adtauth.internal.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of JSON objects from untrusted input. A member that is missing, null or of another
 * type counts as absent. Stateless.
 */
public final class JsonMembers {
  private JsonMembers() {}

  /** Returns a string member, or null if it is absent. */
  public static @Nullable String string(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value && value.isString()
        ? value.getAsString()
        : null;
  }

  /** Returns a string member, or the default if it is absent. */
  public static String string(JsonObject object, String name, String defaultValue) {
    String value = string(object, name);
    return value == null ? defaultValue : value;
  }

  /** Returns the text of a string, number or boolean member, or null if it is absent. */
  public static @Nullable String scalar(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value ? value.getAsString() : null;
  }

  /** Returns an object member, or null if it is absent. */
  public static @Nullable JsonObject object(JsonObject object, String name) {
    return object.get(name) instanceof JsonObject value ? value : null;
  }

  /** Returns the objects of an array member; empty if it is absent. */
  public static List<JsonObject> objects(JsonObject object, String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : array(object, name)) {
      if (element instanceof JsonObject value) {
        objects.add(value);
      }
    }
    return objects;
  }

  /** Returns the strings of an array member; empty if it is absent. */
  public static List<String> strings(JsonObject object, String name) {
    List<String> strings = new ArrayList<>();
    for (JsonElement element : array(object, name)) {
      if (element instanceof JsonPrimitive value && value.isString()) {
        strings.add(value.getAsString());
      }
    }
    return strings;
  }

  /** Returns an array member; an empty array if it is absent. */
  public static JsonArray array(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray value ? value : new JsonArray();
  }
}
