package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts DTDL elements to one form, because JSON-LD has several for the same content: a single
 * value for a set of one, a full identifier for a term, and an object for a reference.
 */
final class JsonLd {
  private static final Set<String> SETS =
      Set.of("@type", "contents", "extends", "schemas", "properties", "fields", "enumValues");
  private static final Set<String> TEXTS = Set.of("displayName", "description", "comment");
  private static final Pattern TERM =
      Pattern.compile(
          "dtmi:(?:dtdl:(?:property|class|instance:[A-Za-z]+)"
              + "|standard:(?:class|unit|schema:geospatial)):([A-Za-z]+);[23]");

  private JsonLd() {}

  /**
   * Returns a copy in which sets are arrays, all other members are single values, and identifiers
   * of the language are terms.
   */
  static JsonObject normalize(JsonObject element) {
    JsonObject normalized = new JsonObject();
    element
        .asMap()
        .forEach(
            (key, value) -> {
              String name = term(key);
              if (normalized.has(name)) {
                throw DtdlReader.error("The property '" + name + "' has two values");
              }
              if (name.equals("@context")) {
                normalized.add(name, value.deepCopy());
              } else if (!value.isJsonNull()) {
                normalized.add(name, normalize(name, value));
              }
            });
    return normalized;
  }

  /** Returns the value as an array. JSON-LD permits a single value for a set of one. */
  static JsonArray asSet(@Nullable JsonElement value) {
    if (value instanceof JsonArray array) {
      return array;
    }
    JsonArray set = new JsonArray();
    if (value != null && !value.isJsonNull()) {
      set.add(value);
    }
    return set;
  }

  private static JsonElement normalize(String name, JsonElement value) {
    if (SETS.contains(name)) {
      JsonArray set = new JsonArray();
      asSet(value).forEach(item -> set.add(normalizeItem(item)));
      return set;
    }
    JsonElement single =
        value instanceof JsonArray array && array.size() == 1 ? array.get(0) : value;
    return TEXTS.contains(name) || name.equals("@id") ? single.deepCopy() : normalizeItem(single);
  }

  private static JsonElement normalizeItem(JsonElement item) {
    if (item instanceof JsonObject object) {
      boolean isReference = object.size() == 1 && object.has("@id");
      return isReference ? object.get("@id") : normalize(object);
    }
    return Json.isString(item) ? new JsonPrimitive(term(item.getAsString())) : item.deepCopy();
  }

  private static String term(String identifierOrTerm) {
    Matcher matcher = TERM.matcher(identifierOrTerm);
    return matcher.matches() ? matcher.group(1) : identifierOrTerm;
  }
}
