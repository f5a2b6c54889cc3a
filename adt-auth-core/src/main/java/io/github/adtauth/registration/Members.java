package io.github.adtauth.registration;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads members of JSON objects that may be missing, null or something else. */
final class Members {
  private static final Pattern GUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Controls, line separators, and what turns the direction of a text. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]+");

  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_.-]*+");
  private static final int LONGEST = 500;

  private Members() {}

  /** Tells whether a text is an id of the directory, fit for an address, a filter and a file. */
  static boolean isGuid(String text) {
    return GUID.matcher(text).matches();
  }

  /** Tells whether nothing of a text is out of sight or on another line. */
  static boolean isLine(String text) {
    return !INVISIBLE.matcher(text).find();
  }

  /** Returns a text fit for a terminal: one line, not too long, without a token in it. */
  static String line(String text) {
    // The token goes before the text is cut: half a token is no better.
    String line = INVISIBLE.matcher(JWT.matcher(text).replaceAll("…")).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** Returns a string, fit for a terminal. */
  static String shown(JsonObject object, String name) {
    return line(string(object, name));
  }

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
