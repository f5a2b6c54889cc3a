package io.github.adtauth.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a twin or relationship (RFC 6902), of the three kinds that the service knows. Paths
 * are JSON Pointers (RFC 6901): {@code /temperature}, {@code /thermostat/setPoint}; in a name,
 * {@code ~} is written {@code ~0} and {@code /} {@code ~1}. Immutable; each method returns a longer
 * copy.
 */
public final class JsonPatch {
  private static final Pattern POINTER = Pattern.compile("(?s)(/([^~/]|~[01])*)+");

  private final List<Change> changes;

  private JsonPatch(List<Change> changes) {
    this.changes = changes;
  }

  private record Change(String op, String path, @Nullable Object value) {}

  /** Begins without changes. */
  public static JsonPatch create() {
    return new JsonPatch(List.of());
  }

  /**
   * Adds a value, or replaces the one that is there.
   *
   * @param value anything that JSON can say, objects of yours included; not null
   * @throws IllegalArgumentException if the path is no JSON Pointer
   */
  public JsonPatch add(String path, Object value) {
    return and(new Change("add", path, Objects.requireNonNull(value, "value")));
  }

  /**
   * Replaces a value; the service refuses it where there is none.
   *
   * @param value anything that JSON can say, objects of yours included; not null
   * @throws IllegalArgumentException if the path is no JSON Pointer
   */
  public JsonPatch replace(String path, Object value) {
    return and(new Change("replace", path, Objects.requireNonNull(value, "value")));
  }

  /**
   * Removes a value.
   *
   * @throws IllegalArgumentException if the path is no JSON Pointer
   */
  public JsonPatch remove(String path) {
    return and(new Change("remove", path, null));
  }

  JsonArray json(TwinJson json) {
    JsonArray array = new JsonArray();
    for (Change change : changes) {
      JsonObject object = Json.object("op", change.op());
      object.addProperty("path", change.path());
      if (change.value() != null) {
        object.add("value", json.tree(change.value()));
      }
      array.add(object);
    }
    return array;
  }

  private JsonPatch and(Change change) {
    if (!POINTER.matcher(change.path()).matches()) {
      throw new IllegalArgumentException(
          "a path begins with '/', and '~' in it is followed by 0 or 1: "
              + Wire.quoted(change.path()));
    }
    List<Change> longer = new ArrayList<>(changes);
    longer.add(change);
    return new JsonPatch(List.copyOf(longer));
  }

  /** Names the changes, without their values. */
  @Override
  public String toString() {
    List<String> names = new ArrayList<>();
    changes.forEach(change -> names.add(change.op() + " " + change.path()));
    return "JsonPatch" + names;
  }
}
