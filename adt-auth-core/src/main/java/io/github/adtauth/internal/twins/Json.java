package io.github.adtauth.internal.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Helpers for Gson's tree. */
public final class Json {
  /** Holder idiom: the adapter is only needed to read or write a tree. */
  private static final class Elements {
    static final TypeAdapter<JsonElement> ADAPTER =
        TwinJson.defaultGson().getAdapter(JsonElement.class);
  }

  private Json() {}

  public static JsonObject object(String name, String value) {
    JsonObject object = new JsonObject();
    object.addProperty(name, value);
    return object;
  }

  /** Returns the text of a primitive member, or an empty string if there is none. */
  public static String string(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  /** Returns a member that is an object, or null. */
  public static @Nullable JsonObject child(JsonObject object, String name) {
    return object.get(name) instanceof JsonObject child ? child : null;
  }

  /** Returns a copy of the members whose names do not start with {@code $}. */
  public static JsonObject contents(JsonObject object) {
    JsonObject contents = new JsonObject();
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      if (!member.getKey().startsWith("$")) {
        contents.add(member.getKey(), member.getValue().deepCopy());
      }
    }
    return contents;
  }

  /** Reads and writes a type of this library as a tree, with any Gson of the user. */
  public abstract static class ObjectAdapter<T> extends TypeAdapter<T> {
    public abstract T of(JsonObject json);

    public abstract JsonObject json(T value);

    @Override
    public final @Nullable T read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      if (Elements.ADAPTER.read(in) instanceof JsonObject object) {
        return of(object);
      }
      throw new JsonParseException("not a JSON object");
    }

    @Override
    public final void write(JsonWriter out, @Nullable T value) throws IOException {
      Elements.ADAPTER.write(out, value == null ? JsonNull.INSTANCE : json(value));
    }
  }
}
