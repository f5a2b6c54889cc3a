package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what the elements of one interface have in common: names, types, units and texts. */
final class DtdlElements {
  private static final Pattern NAME = Pattern.compile("[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?");
  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}");
  private static final Set<String> NUMERIC_SCHEMAS = Set.of("double", "float", "integer", "long");
  private static final int MAX_DISPLAY_NAME_LENGTH = 64;
  private static final int MAX_TEXT_LENGTH = 512;

  private final DtdlContext context;

  DtdlElements(DtdlContext context) {
    this.context = context;
  }

  /** Returns the types of a normalized element. */
  static List<String> types(JsonObject element) {
    List<String> types = new ArrayList<>();
    for (JsonElement type : JsonLd.asSet(element.get("@type"))) {
      if (!Json.isString(type)) {
        throw DtdlReader.error("@type must contain only strings, but contains " + type);
      }
      types.add(type.getAsString());
    }
    return types;
  }

  /** Returns the valid name of an element. */
  String name(JsonObject element, String owner) {
    String name = Json.string(element, "name");
    if (name == null) {
      throw DtdlReader.error("An element of " + owner + " requires a name that is a string");
    }
    if (name.length() > context.version().maxNameLength || !NAME.matcher(name).matches()) {
      throw DtdlReader.error(
          "The name '"
              + name
              + "' in "
              + owner
              + " must start with a letter, end with a letter or digit, contain only letters,"
              + " digits and underscores, and have at most "
              + context.version().maxNameLength
              + " characters");
    }
    return name;
  }

  /** Returns which of the kinds the element is, after checking its other types. */
  String kind(JsonObject element, Set<String> kinds, String where) {
    List<String> types = types(element);
    List<String> matching = types.stream().filter(kinds::contains).toList();
    if (matching.size() != 1) {
      throw DtdlReader.error(where + " must have exactly one @type of " + List.copyOf(kinds));
    }
    String kind = matching.get(0);
    boolean canHaveSemanticType = kind.equals("Property") || kind.equals("Telemetry");
    checkTypes(element, kind, canHaveSemanticType, where);
    return kind;
  }

  /** Checks an element whose type is implied. It may be stated. */
  void checkImplied(JsonObject element, String kind, String where) {
    boolean isDescribed = !kind.startsWith("Map") || kind.equals("MapValue");
    boolean canHaveSemanticType =
        context.version() == DtdlVersion.V3 && isDescribed && !kind.equals("EnumValue");
    checkTypes(element, kind, canHaveSemanticType, where);
  }

  private void checkTypes(
      JsonObject element, String kind, boolean canHaveSemanticType, String where) {
    String semanticType = null;
    for (String type : types(element)) {
      if (context.hasSemanticTypes() && canHaveSemanticType && SemanticTypes.contains(type)) {
        semanticType = type;
      } else if (!type.equals(kind) && !isAdjunct(type, kind) && !context.hasUnknownTypes()) {
        throw DtdlReader.error(where + " has the @type " + type + ", which is not allowed there");
      }
    }
    checkUnit(element, semanticType, where);
    if (types(element).contains("Streaming") && Json.isTrue(element.get("writable"))) {
      throw DtdlReader.error(where + " has the @type Streaming, so writable must not be true");
    }
    checkTexts(element, where);
  }

  /** Returns whether an extension adds the type to properties, and perhaps also to telemetry. */
  private boolean isAdjunct(String type, String kind) {
    return context.adjunctTypes().contains(type)
        && (kind.equals("Property") || (kind.equals("Telemetry") && !type.equals("Streaming")));
  }

  private void checkUnit(JsonObject element, @Nullable String semanticType, String where) {
    String unit = Json.string(element, "unit");
    if (semanticType == null) {
      if (element.has("unit") && !context.hasUnknownTypes()) {
        throw DtdlReader.error(where + " has a unit, but no semantic type");
      }
      return;
    }
    if (unit == null || !SemanticTypes.isUnitOf(unit, semanticType)) {
      throw DtdlReader.error(where + " must have a unit of the semantic type " + semanticType);
    }
    String schema = Json.string(element, "schema");
    if (schema == null || !NUMERIC_SCHEMAS.contains(schema)) {
      throw DtdlReader.error(
          where + " has the semantic type " + semanticType + ", so its schema must be numeric");
    }
  }

  /** Checks the identifier and the descriptions of an element. */
  void checkTexts(JsonObject element, String where) {
    JsonElement id = element.get("@id");
    if (id != null && !(Json.isString(id) && context.version().isDtmi(id.getAsString()))) {
      throw DtdlReader.error("Identifier " + id + " of " + where + " is not a valid DTMI");
    }
    checkLocalizable(element, "displayName", MAX_DISPLAY_NAME_LENGTH, where);
    checkLocalizable(element, "description", MAX_TEXT_LENGTH, where);
    JsonElement comment = element.get("comment");
    if (comment != null) {
      checkText(comment, "comment", MAX_TEXT_LENGTH, where);
    }
    JsonElement writable = element.get("writable");
    if (writable != null && !Json.isBoolean(writable)) {
      throw DtdlReader.error("The property 'writable' of " + where + " must be a boolean");
    }
  }

  private static void checkLocalizable(
      JsonObject element, String name, int maxLength, String where) {
    JsonElement text = element.get(name);
    if (text instanceof JsonObject languages) {
      languages
          .asMap()
          .forEach(
              (language, value) -> {
                if (!LANGUAGE.matcher(language).matches()) {
                  throw DtdlReader.error(
                      "The property '"
                          + name
                          + "' of "
                          + where
                          + " has an invalid language tag '"
                          + language
                          + "'");
                }
                checkText(value, name, maxLength, where);
              });
    } else if (text != null) {
      checkText(text, name, maxLength, where);
    }
  }

  private static void checkText(JsonElement text, String name, int maxLength, String where) {
    if (!Json.isString(text) || text.getAsString().length() > maxLength) {
      throw DtdlReader.error(
          "The property '"
              + name
              + "' of "
              + where
              + " must be a string of at most "
              + maxLength
              + " characters");
    }
  }
}
