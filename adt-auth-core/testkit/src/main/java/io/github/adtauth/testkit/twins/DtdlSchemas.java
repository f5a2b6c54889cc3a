package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the schemas of one normalized interface, and collects those that have an identifier. */
final class DtdlSchemas {
  private static final Set<String> COMPLEX_TYPES = Set.of("Array", "Enum", "Map", "Object");
  private static final int MAX_DEPTH = 5;

  /** What a schema contains: levels of complex schemas, and arrays at any level. */
  private record Content(int depth, boolean hasArray) {
    static final Content SIMPLE = new Content(0, false);

    Content and(Content other) {
      return new Content(Math.max(depth, other.depth), hasArray || other.hasArray);
    }

    Content nested() {
      return new Content(depth + 1, hasArray);
    }
  }

  private final DtdlVersion version;
  private final DtdlElements elements;
  private final Map<String, JsonElement> named = new LinkedHashMap<>();
  private final Map<String, Content> checked = new HashMap<>();

  DtdlSchemas(DtdlContext context, DtdlElements elements, JsonObject normalizedInterface) {
    this.version = context.version();
    this.elements = elements;
    collect(normalizedInterface, true);
  }

  /** Returns the schemas that have an identifier, by it. */
  Map<String, JsonElement> named() {
    return named;
  }

  /** Checks the schema of a property, telemetry or command. */
  void check(JsonObject owner, boolean isProperty, String where) {
    Content content = check(owner.get("schema"), where, 0);
    if (isProperty && content.hasArray() && !version.isRelaxed()) {
      throw DtdlReader.error(
          "The schema of "
              + where
              + " must not contain an Array or a geospatial schema such as point in DTDL v2");
    }
  }

  /** Checks a schema that the interface offers for reuse. */
  void checkReusable(JsonElement schema, String where) {
    if (!(schema instanceof JsonObject object)) {
      throw DtdlReader.error("schemas of " + where + " must contain only objects");
    }
    if (Json.string(object, "@id") == null) {
      throw DtdlReader.error("A schema in schemas of " + where + " requires an @id");
    }
    check(object, where, 0);
  }

  private void collect(JsonElement element, boolean isRoot) {
    if (element instanceof JsonArray array) {
      array.forEach(item -> collect(item, false));
    } else if (element instanceof JsonObject object) {
      JsonArray types = JsonLd.asSet(object.get("@type"));
      if (!isRoot && types.toString().contains("\"Interface\"")) {
        return;
      }
      String id = Json.string(object, "@id");
      if (id != null && COMPLEX_TYPES.stream().anyMatch(type -> isType(types, type))) {
        named.put(id, object);
      }
      object.asMap().values().forEach(member -> collect(member, false));
    }
  }

  private static boolean isType(JsonArray types, String type) {
    return types.asList().stream()
        .anyMatch(element -> Json.isString(element) && element.getAsString().equals(type));
  }

  private Content check(@Nullable JsonElement schema, String where, int depth) {
    if (schema instanceof JsonObject object) {
      return complex(object, where, depth + 1);
    }
    if (schema == null || !Json.isString(schema)) {
      throw DtdlReader.error(where + " requires a schema");
    }
    String name = schema.getAsString();
    if (SchemaValidator.isPrimitive(name)) {
      return Content.SIMPLE;
    }
    if (SchemaValidator.isGeospatial(name)) {
      return new Content(0, true);
    }
    Content known = checked.get(name);
    if (known == null) {
      if (!(named.get(name) instanceof JsonObject object)) {
        throw DtdlReader.error(
            "No DTDL element was found for the identifiers " + name + " in the schema of " + where);
      }
      known = complex(object, where, depth + 1);
      checked.put(name, known);
    }
    checkDepth(depth + known.depth(), where);
    return known;
  }

  private static void checkDepth(int depth, String where) {
    if (depth > MAX_DEPTH) {
      throw DtdlReader.error(
          "The schema of " + where + " exceeds the maximum depth of " + MAX_DEPTH + " levels");
    }
  }

  private Content complex(JsonObject schema, String where, int depth) {
    checkDepth(depth, where);
    elements.checkTexts(schema, "the schema of " + where);
    return switch (complexType(schema)) {
      case "Array" ->
          check(schema.get("elementSchema"), where, depth).and(new Content(0, true)).nested();
      case "Enum" -> enumeration(schema, where);
      case "Map" -> map(schema, where, depth);
      case "Object" -> object(schema, where, depth);
      default ->
          throw DtdlReader.error(
              "The schema of " + where + " must be of type Array, Enum, Map or" + " Object");
    };
  }

  /** Returns Array, Enum, Map or Object, or an empty string if the schema is none of them. */
  static String complexType(JsonObject schema) {
    return DtdlElements.types(schema).stream()
        .filter(COMPLEX_TYPES::contains)
        .findFirst()
        .orElse("");
  }

  private Content enumeration(JsonObject schema, String where) {
    String valueSchema = Json.string(schema, "valueSchema");
    if (!"integer".equals(valueSchema) && !"string".equals(valueSchema)) {
      throw DtdlReader.error("valueSchema of the Enum in " + where + " must be integer or string");
    }
    JsonArray values = JsonLd.asSet(schema.get("enumValues"));
    checkSize(values, version.maxEnumValues, "enumValues", where);
    Set<String> names = new HashSet<>();
    Set<String> distinct = new HashSet<>();
    for (JsonElement element : values) {
      JsonObject value = object(element, "enumValues", where);
      elements.checkImplied(value, "EnumValue", where);
      checkUnique(names, elements.name(value, where), where);
      JsonElement literal = value.get("enumValue");
      boolean matches = "string".equals(valueSchema) ? Json.isString(literal) : isInteger(literal);
      if (literal == null || !matches || !distinct.add(literal.getAsString())) {
        throw DtdlReader.error(
            "Each enumValue of the Enum in "
                + where
                + " must be a different "
                + valueSchema
                + ", but one is "
                + literal);
      }
    }
    return Content.SIMPLE.nested();
  }

  private Content map(JsonObject schema, String where, int depth) {
    JsonObject key = object(schema.get("mapKey"), "mapKey", where);
    elements.checkImplied(key, "MapKey", where);
    elements.name(key, where);
    if (!"string".equals(Json.string(key, "schema"))) {
      throw DtdlReader.error("mapKey of the Map in " + where + " must have the schema string");
    }
    JsonObject value = object(schema.get("mapValue"), "mapValue", where);
    elements.checkImplied(value, "MapValue", where);
    elements.name(value, where);
    return check(value.get("schema"), where, depth).nested();
  }

  private Content object(JsonObject schema, String where, int depth) {
    JsonArray fields = JsonLd.asSet(schema.get("fields"));
    checkSize(fields, version.maxFields, "fields", where);
    Content content = Content.SIMPLE;
    Set<String> names = new HashSet<>();
    for (JsonElement element : fields) {
      JsonObject field = object(element, "fields", where);
      elements.checkImplied(field, "Field", where);
      checkUnique(names, elements.name(field, where), where);
      content = content.and(check(field.get("schema"), where, depth));
    }
    return content.nested();
  }

  private void checkSize(JsonArray set, int max, String name, String where) {
    if (set.size() > max || (set.isEmpty() && !version.isRelaxed())) {
      throw DtdlReader.error(
          "The property '"
              + name
              + "' in "
              + where
              + " must have between 1 and "
              + max
              + " values");
    }
  }

  static JsonObject object(@Nullable JsonElement element, String name, String where) {
    if (element instanceof JsonObject object) {
      return object;
    }
    throw DtdlReader.error("The property '" + name + "' of " + where + " requires an object");
  }

  static void checkUnique(Set<String> names, String name, String where) {
    if (!names.add(name)) {
      throw DtdlReader.error("The name '" + name + "' is used more than once in " + where);
    }
  }

  private static boolean isInteger(@Nullable JsonElement value) {
    BigDecimal number = Json.number(value);
    return number != null && number.scale() <= 0;
  }
}
