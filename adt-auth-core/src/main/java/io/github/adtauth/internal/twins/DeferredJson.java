package io.github.adtauth.internal.twins;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.adtauth.internal.rest.Snapshot;
import io.github.adtauth.internal.rest.UrlEncoding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A JSON object with values of the user that are not written yet. They are written by the Gson of
 * the instance to which they are sent. Immutable if the values are; collections, maps and arrays
 * are copied.
 */
public final class DeferredJson {
  /** Holds a null for each value, so that the order of the members is kept. */
  private final JsonObject json;

  private final Map<String, Object> values;

  private DeferredJson(JsonObject json, Map<String, Object> values) {
    this.json = json;
    this.values = values;
  }

  public static DeferredJson of(JsonObject json) {
    return new DeferredJson(json, Map.of());
  }

  /** Returns a copy with a property, or without it if the value is an empty optional. */
  public DeferredJson with(String name, Object value) {
    if (Objects.requireNonNull(name, "name").isEmpty() || name.startsWith("$")) {
      throw new IllegalArgumentException(
          "invalid property name "
              + UrlEncoding.quoted(name)
              + ": must not be empty or start with '$'");
    }
    Object content = Snapshot.of(Objects.requireNonNull(value, "value"));
    Map<String, Object> changedValues = new LinkedHashMap<>(values);
    changedValues.remove(name);
    JsonObject changed = json.deepCopy();
    if (content == null) {
      changed.remove(name);
    } else if (content instanceof JsonElement element) {
      changed.add(name, element);
    } else {
      if (content instanceof Number) {
        var unused = new TwinJson(null).tree(content); // rejects NaN immediately
      }
      changed.add(name, JsonNull.INSTANCE);
      changedValues.put(name, content);
    }
    return new DeferredJson(changed, changedValues);
  }

  /** Returns the object, in which the deferred values are null. */
  public JsonObject members() {
    return json;
  }

  /** Returns the object as written by the default Gson. It must not be changed. */
  public JsonObject written() {
    return values.isEmpty() ? json : written(new TwinJson(null));
  }

  /** Returns the object as written by a Gson. It must not be changed. */
  public JsonObject written(Gson gson) {
    return values.isEmpty() ? json : written(TwinJson.of(gson));
  }

  private JsonObject written(TwinJson writer) {
    JsonObject written = json.deepCopy();
    values.forEach(
        (name, value) -> {
          JsonElement element = writer.tree(value);
          if (element.isJsonNull()) {
            written.remove(name);
          } else {
            written.add(name, element);
          }
        });
    return written;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DeferredJson that) || !json.keySet().equals(that.json.keySet())) {
      return false;
    }
    if (values.equals(that.values) && json.equals(that.json)) {
      return true;
    }
    try {
      return written().equals(that.written());
    } catch (IllegalArgumentException e) {
      return false; // Only the Gson of the user can write a value.
    }
  }

  @Override
  public int hashCode() {
    return json.keySet().hashCode();
  }
}
