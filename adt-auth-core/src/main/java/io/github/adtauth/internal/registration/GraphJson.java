package io.github.adtauth.internal.registration;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.text.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads members of JSON objects that may be missing, null or something else. */
public final class GraphJson {
  private static final Pattern GUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private static final int MAX_NAME = 256;

  private GraphJson() {}

  /** Tells whether a text is an id of the directory, fit for an address, a filter and a file. */
  public static boolean isGuid(String text) {
    return GUID.matcher(text).matches();
  }

  /** Returns a name, fit for a terminal. */
  static String name(JsonObject object, String name) {
    return Redactor.sanitizeId(string(object, name), MAX_NAME);
  }

  /** Returns a string; empty if there is none. */
  public static String string(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  /** Returns an object; an empty one if there is none. */
  public static JsonObject object(JsonObject object, String name) {
    return object.get(name) instanceof JsonObject child ? child : new JsonObject();
  }

  /** Returns an array; an empty one if there is none. */
  public static JsonArray array(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray child ? child : new JsonArray();
  }

  /** Returns the objects of an array. */
  public static List<JsonObject> objects(JsonObject object, String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : array(object, name)) {
      if (element instanceof JsonObject child) {
        objects.add(child);
      }
    }
    return objects;
  }

  /** Returns the strings of an array. */
  public static List<String> strings(JsonObject object, String name) {
    List<String> strings = new ArrayList<>();
    for (JsonElement element : array(object, name)) {
      if (element.isJsonPrimitive()) {
        strings.add(element.getAsString());
      }
    }
    return strings;
  }
}
