package io.github.adtauth.testkit.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Guids;
import java.util.Map;

/** Validates the names and types of properties in request bodies. */
final class BodySchema {
  private BodySchema() {}

  static void validate(JsonObject body, JsonObject schema, String type) {
    for (Map.Entry<String, JsonElement> property : body.entrySet()) {
      String name = property.getKey();
      JsonElement expected = schema.get(name);
      if (expected == null) {
        throw ErrorResponseException.badRequest("Invalid property '" + name + "'.");
      }
      if (!(property.getValue() instanceof JsonNull)) {
        validate(property.getValue(), expected, name, type);
      }
    }
  }

  private static void validate(JsonElement value, JsonElement expected, String name, String type) {
    if (expected instanceof JsonObject inner && value instanceof JsonObject object) {
      validate(object, inner, name);
    } else if (expected instanceof JsonArray items && value instanceof JsonArray array) {
      array.forEach(item -> validate(item, items.get(0), name, type));
    } else if (!(expected instanceof JsonPrimitive primitive
        && hasType(value, primitive.getAsString()))) {
      throw ErrorResponseException.invalidProperty(name, type);
    }
  }

  private static boolean hasType(JsonElement value, String expected) {
    if (expected.equals("any")) {
      return true;
    }
    if (!(value instanceof JsonPrimitive primitive)) {
      return false;
    }
    return switch (expected) {
      case "boolean" -> primitive.isBoolean();
      case "number" -> primitive.isNumber();
      case "guid" -> primitive.isString() && Guids.isGuid(primitive.getAsString());
      default -> primitive.isString();
    };
  }
}
