package io.github.adtauth.testkit.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads, merges and writes JSON. */
public final class Json {
  private static final Gson GSON = new Gson();
  private static final Gson WITH_NULLS =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Json() {}

  /** Returns the JSON object, or null if the text is not one. */
  public static @Nullable JsonObject parse(String text) {
    try {
      JsonElement element = GSON.fromJson(text, JsonElement.class);
      return element != null && element.isJsonObject() ? element.getAsJsonObject() : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  /** Returns the text of a value, including members that are null. */
  public static String write(JsonElement value) {
    return WITH_NULLS.toJson(value);
  }

  /** Returns a member as a string, or null if it is not a string. */
  public static @Nullable String string(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return isString(value) ? value.getAsString() : null;
  }

  /** Returns a member as a whole number, or the default if it is not a number. */
  public static long number(JsonObject object, String member, long defaultValue) {
    return object.get(member) instanceof JsonPrimitive value && value.isNumber()
        ? value.getAsNumber().longValue()
        : defaultValue;
  }

  /** Returns a member as a string, or an empty string. */
  public static String text(JsonObject object, String member) {
    String value = string(object, member);
    return value == null ? "" : value;
  }

  public static boolean isTrue(JsonObject object, String member) {
    return object.get(member) instanceof JsonPrimitive value && value.getAsBoolean();
  }

  /** Returns a member as an object, or an empty object. */
  public static JsonObject object(JsonObject object, String member) {
    return object.get(member) instanceof JsonObject found ? found : new JsonObject();
  }

  public static List<String> strings(JsonObject object, String member) {
    return elements(object, member).map(JsonElement::getAsString).toList();
  }

  public static List<JsonObject> objects(JsonObject object, String member) {
    return elements(object, member)
        .filter(JsonElement::isJsonObject)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static Stream<JsonElement> elements(JsonObject object, String member) {
    return object.get(member) instanceof JsonArray array
        ? StreamSupport.stream(array.spliterator(), false)
        : Stream.empty();
  }

  public static JsonArray array(Iterable<? extends JsonElement> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  public static JsonArray stringArray(Iterable<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  /** Merges objects recursively. Arrays and values are replaced. */
  public static void merge(JsonObject into, JsonObject changes) {
    for (Map.Entry<String, JsonElement> change : changes.entrySet()) {
      JsonElement value = change.getValue();
      if (value instanceof JsonObject object
          && into.get(change.getKey()) instanceof JsonObject inner) {
        merge(inner, object);
      } else if (value instanceof JsonNull && into.get(change.getKey()) instanceof JsonArray) {
        into.add(change.getKey(), new JsonArray());
      } else {
        into.add(change.getKey(), value.deepCopy());
      }
    }
  }

  /** Returns whether a value is a JSON string. */
  public static boolean isString(@Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }
}
