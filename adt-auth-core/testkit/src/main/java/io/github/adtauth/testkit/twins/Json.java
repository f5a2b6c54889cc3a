package io.github.adtauth.testkit.twins;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads JSON strictly and writes it. */
final class Json {
  private static final Gson GSON = new Gson();

  private Json() {}

  /**
   * Reads exactly one JSON value, after an optional byte order mark. Throws a 400 if the text is
   * anything else.
   */
  static JsonElement read(String text) {
    JsonReader reader =
        new JsonReader(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement value = GSON.getAdapter(JsonElement.class).read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw malformed();
      }
      return value;
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw malformed();
    }
  }

  static JsonObject readObject(String text) {
    if (read(text) instanceof JsonObject object) {
      return object;
    }
    throw malformed();
  }

  /** Reads an object. The error of anything else names the given place. */
  static JsonObject readObject(String text, String place) {
    try {
      return readObject(text);
    } catch (ErrorResponseException e) {
      throw ErrorResponseException.error(
          400, "ValidationFailed", "There is no valid JSON object on " + place + ".");
    }
  }

  static JsonArray readArray(String text) {
    if (read(text) instanceof JsonArray array) {
      return array;
    }
    throw malformed();
  }

  static String write(JsonElement value) {
    return value.toString();
  }

  /** Returns the member as a string, or null if it is absent or not a string. */
  static @Nullable String string(JsonObject object, String member) {
    return isString(object.get(member)) ? object.get(member).getAsString() : null;
  }

  static boolean isString(@Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  static boolean isNumber(@Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
  }

  /** Returns the value of a number, or null if it is not a number or its exponent is too large. */
  static @Nullable BigDecimal number(@Nullable JsonElement value) {
    try {
      return value != null && isNumber(value) ? new BigDecimal(value.getAsString()) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static boolean isBoolean(@Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
  }

  static boolean isTrue(@Nullable JsonElement value) {
    return value != null && isBoolean(value) && value.getAsBoolean();
  }

  /** Returns the member as an object, or an empty object if it is absent or not an object. */
  static JsonObject objectOrEmpty(JsonObject object, String member) {
    return object.get(member) instanceof JsonObject value ? value : new JsonObject();
  }

  private static ErrorResponseException malformed() {
    return ErrorResponseException.error(
        400,
        "InvalidArgument",
        "The request body is not valid JSON or not of the expected shape. Please check the payload.");
  }
}
