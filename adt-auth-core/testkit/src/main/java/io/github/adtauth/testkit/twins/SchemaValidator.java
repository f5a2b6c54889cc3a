package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates values against normalized DTDL schemas. */
final class SchemaValidator {
  private static final Pattern DURATION =
      Pattern.compile(
          "-?P(?=.)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?");
  private static final int MAX_STRING_LENGTH = 4096;
  private static final int MAX_INTEGER_LENGTH = 40;

  private static final Map<String, Predicate<JsonElement>> PRIMITIVES =
      Map.ofEntries(
          Map.entry("boolean", Json::isBoolean),
          Map.entry("integer", value -> isInteger(value, Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry("long", value -> isInteger(value, Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry("double", SchemaValidator::isFiniteNumber),
          Map.entry("float", SchemaValidator::isFiniteNumber),
          Map.entry("string", value -> isString(value, text -> {})),
          Map.entry("dateTime", value -> isString(value, DateTimeFormatter.ISO_DATE_TIME::parse)),
          Map.entry("date", value -> isString(value, LocalDate::parse)),
          Map.entry("time", value -> isString(value, DateTimeFormatter.ISO_TIME::parse)),
          Map.entry("duration", SchemaValidator::isDuration));

  /** The types of GeoJSON by schema, with the depth of their coordinates. */
  private record Geometry(String type, int depth) {}

  private static final Map<String, Geometry> GEOMETRIES =
      Map.of(
          "point", new Geometry("Point", 1),
          "multiPoint", new Geometry("MultiPoint", 2),
          "lineString", new Geometry("LineString", 2),
          "multiLineString", new Geometry("MultiLineString", 3),
          "polygon", new Geometry("Polygon", 3),
          "multiPolygon", new Geometry("MultiPolygon", 4));

  private SchemaValidator() {}

  static boolean isPrimitive(String schema) {
    return PRIMITIVES.containsKey(schema);
  }

  static boolean isGeospatial(String schema) {
    return GEOMETRIES.containsKey(schema);
  }

  /** Returns whether the value conforms to the schema. DTMIs refer to the named schemas. */
  static boolean isValid(
      JsonElement schema, JsonElement value, Map<String, JsonElement> namedSchemas) {
    if (schema instanceof JsonObject object) {
      return switch (typeOf(object)) {
        case "Enum" -> isEnumValue(JsonLd.asSet(object.get("enumValues")), value);
        case "Object" -> isObject(JsonLd.asSet(object.get("fields")), value, namedSchemas);
        case "Map" -> isMap(object.getAsJsonObject("mapValue").get("schema"), value, namedSchemas);
        case "Array" ->
            value instanceof JsonArray array
                && array.asList().stream()
                    .allMatch(
                        element -> isValid(object.get("elementSchema"), element, namedSchemas));
        default -> false;
      };
    }
    JsonElement referenced = namedSchemas.get(schema.getAsString());
    if (referenced != null) {
      return isValid(referenced, value, namedSchemas);
    }
    Geometry geometry = GEOMETRIES.get(schema.getAsString());
    if (geometry != null) {
      return isGeometry(geometry, value);
    }
    Predicate<JsonElement> primitive = PRIMITIVES.get(schema.getAsString());
    return primitive != null && primitive.test(value);
  }

  /** Returns the name of the schema for messages. */
  static String describe(JsonElement schema) {
    return schema instanceof JsonObject object ? typeOf(object) : schema.getAsString();
  }

  private static String typeOf(JsonObject schema) {
    return DtdlSchemas.complexType(schema);
  }

  private static boolean isGeometry(Geometry geometry, JsonElement value) {
    return value instanceof JsonObject object
        && geometry.type().equals(Json.string(object, "type"))
        && isCoordinates(object.get("coordinates"), geometry.depth());
  }

  private static boolean isCoordinates(@Nullable JsonElement value, int depth) {
    if (depth == 0) {
      return Json.isNumber(value);
    }
    return value instanceof JsonArray array
        && array.asList().stream().allMatch(element -> isCoordinates(element, depth - 1));
  }

  private static boolean isEnumValue(JsonArray enumValues, JsonElement value) {
    for (JsonElement element : enumValues) {
      if (element instanceof JsonObject object && value.equals(object.get("enumValue"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isObject(
      JsonArray fields, JsonElement value, Map<String, JsonElement> namedSchemas) {
    if (!(value instanceof JsonObject object)) {
      return false;
    }
    for (var member : object.entrySet()) {
      boolean valid = false;
      for (JsonElement field : fields) {
        if (field instanceof JsonObject declared
            && member.getKey().equals(Json.string(declared, "name"))) {
          valid = isValid(declared.get("schema"), member.getValue(), namedSchemas);
        }
      }
      if (!valid) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMap(
      JsonElement schema, JsonElement value, Map<String, JsonElement> namedSchemas) {
    return value instanceof JsonObject object
        && object.asMap().values().stream()
            .allMatch(element -> isValid(schema, element, namedSchemas));
  }

  private static boolean isInteger(JsonElement value, long min, long max) {
    BigDecimal number = Json.number(value);
    if (number == null || value.getAsString().length() > MAX_INTEGER_LENGTH) {
      return false;
    }
    try {
      long whole = number.longValueExact();
      return whole >= min && whole <= max;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static boolean isFiniteNumber(JsonElement value) {
    BigDecimal number = Json.number(value);
    return number != null && Double.isFinite(number.doubleValue());
  }

  private static boolean isDuration(JsonElement value) {
    return Json.isString(value) && DURATION.matcher(value.getAsString()).matches();
  }

  private static boolean isString(JsonElement value, Consumer<String> parser) {
    if (!Json.isString(value) || value.getAsString().length() > MAX_STRING_LENGTH) {
      return false;
    }
    try {
      parser.accept(value.getAsString());
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
