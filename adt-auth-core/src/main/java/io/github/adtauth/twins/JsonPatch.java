package io.github.adtauth.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.adtauth.internal.json.JsonTrees;
import io.github.adtauth.internal.rest.Snapshot;
import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.internal.twins.TwinJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a twin or relationship (RFC 6902), of the three kinds that the service knows. Paths
 * are JSON Pointers (RFC 6901): {@code /temperature}, {@code /thermostat/setPoint}; in a name,
 * {@code ~} is written {@code ~0} and {@code /} {@code ~1}. Immutable; each method returns a longer
 * copy.
 */
public final class JsonPatch {
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
    return and(change("add", path, value));
  }

  /**
   * Replaces a value; the service refuses it where there is none.
   *
   * @param value anything that JSON can say, objects of yours included; not null
   * @throws IllegalArgumentException if the path is no JSON Pointer
   */
  public JsonPatch replace(String path, Object value) {
    return and(change("replace", path, value));
  }

  /**
   * Removes a value.
   *
   * @throws IllegalArgumentException if the path is no JSON Pointer
   */
  public JsonPatch remove(String path) {
    return and(new Change("remove", path, null));
  }

  /**
   * Writes the names on the way to a value as a path, whatever they are made of.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String path(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("a path has at least one name");
    }
    StringBuilder path = new StringBuilder();
    for (String name : names) {
      path.append('/')
          .append(Objects.requireNonNull(name, "name").replace("~", "~0").replace("/", "~1"));
    }
    return path.toString();
  }

  /**
   * Reads a JSON Patch document.
   *
   * @throws IllegalArgumentException if it is none, or has {@code test}, {@code move} or {@code
   *     copy}, which the service refuses
   */
  public static JsonPatch parse(String document) {
    Objects.requireNonNull(document, "document");
    List<Change> changes = new ArrayList<>();
    try {
      for (JsonElement element : JsonTrees.lenient(document).getAsJsonArray()) {
        changes.add(change(element.getAsJsonObject()));
      }
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw new IllegalArgumentException(
          "not a JSON Patch, from change " + (changes.size() + 1) + " on", e);
    }
    return new JsonPatch(List.copyOf(changes));
  }

  private static Change change(JsonObject change) {
    String op = change.get("op").getAsString();
    String path = change.get("path").getAsString();
    return switch (op) {
      case "add", "replace" -> checked(new Change(op, path, change.get("value")));
      case "remove" -> checked(new Change(op, path, null));
      default ->
          throw new IllegalArgumentException(
              "the service knows add, replace and remove, but not " + UrlEncoding.quoted(op));
    };
  }

  public JsonArray json(TwinJson json) {
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

  private static Change change(String op, String path, Object value) {
    return new Change(op, path, Snapshot.of(Objects.requireNonNull(value, "value")));
  }

  private JsonPatch and(Change change) {
    List<Change> longer = new ArrayList<>(changes);
    longer.add(checked(change));
    return new JsonPatch(List.copyOf(longer));
  }

  private static Change checked(Change change) {
    if (!isPointer(Objects.requireNonNull(change.path(), "path"))) {
      throw new IllegalArgumentException(
          "a path begins with '/', and '~' in it is followed by 0 or 1: "
              + UrlEncoding.quoted(change.path()));
    }
    boolean none = change.value() == null || change.value() instanceof JsonNull;
    if (none && !change.op().equals("remove")) {
      throw new IllegalArgumentException(
          change.op()
              + " "
              + UrlEncoding.quoted(change.path())
              + " has no value, or null: remove it");
    }
    return change;
  }

  private static boolean isPointer(String path) {
    for (int i = path.indexOf('~'); i >= 0; i = path.indexOf('~', i + 1)) {
      if (i + 1 == path.length() || "01".indexOf(path.charAt(i + 1)) < 0) {
        return false;
      }
    }
    return path.startsWith("/");
  }

  /** Names the changes, without their values. */
  @Override
  public String toString() {
    List<String> names = new ArrayList<>();
    changes.forEach(change -> names.add(change.op() + " " + change.path()));
    return "JsonPatch" + names;
  }
}
