package io.github.adtauth.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.adtauth.internal.json.JsonTrees;
import io.github.adtauth.internal.rest.Snapshot;
import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Patch (RFC 6902) for a twin, component or relationship. Immutable: each method returns an
 * extended copy.
 *
 * <p>The service supports {@code add}, {@code replace} and {@code remove}. Paths are JSON Pointers
 * (RFC 6901), such as {@code /temperature} or {@code /thermostat/setPoint}. In a name, {@code ~} is
 * written as {@code ~0} and {@code /} as {@code ~1}; see {@link #path}.
 */
public final class JsonPatch {
  private static final int MAX_DISPLAYED = 20;
  private static final int MAX_CHANGE_LENGTH = 200;

  private final List<Change> changes;

  private JsonPatch(List<Change> changes) {
    this.changes = changes;
  }

  /**
   * One change.
   *
   * @param op {@code add}, {@code replace} or {@code remove}
   * @param path JSON Pointer to the changed value
   * @param value new value, or null for {@code remove}
   */
  public record Change(String op, String path, @Nullable Object value) {
    /** Omits the value. */
    @Override
    public String toString() {
      return Redactor.sanitizeId(op + " " + path, MAX_CHANGE_LENGTH);
    }
  }

  /** Returns a patch without changes. */
  public static JsonPatch create() {
    return new JsonPatch(List.of());
  }

  /**
   * Adds a value, or replaces an existing one.
   *
   * @param value value that can be written as JSON, including objects of your classes; not null
   * @throws IllegalArgumentException if the path is not a JSON Pointer
   */
  public JsonPatch add(String path, Object value) {
    return append(change("add", path, value));
  }

  /**
   * Replaces an existing value. The service rejects the patch if there is none.
   *
   * @param value value that can be written as JSON, including objects of your classes; not null
   * @throws IllegalArgumentException if the path is not a JSON Pointer
   */
  public JsonPatch replace(String path, Object value) {
    return append(change("replace", path, value));
  }

  /**
   * Removes a value.
   *
   * @throws IllegalArgumentException if the path is not a JSON Pointer
   */
  public JsonPatch remove(String path) {
    return append(new Change("remove", path, null));
  }

  /**
   * Returns the JSON Pointer for nested names and escapes their special characters.
   *
   * @throws IllegalArgumentException if no name is given
   */
  public static String path(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("path must have at least one name");
    }
    StringBuilder path = new StringBuilder();
    for (String name : names) {
      path.append('/')
          .append(Objects.requireNonNull(name, "name").replace("~", "~0").replace("/", "~1"));
    }
    return path.toString();
  }

  /**
   * Parses a JSON Patch document.
   *
   * @throws IllegalArgumentException if the document is not a JSON Patch, or contains {@code test},
   *     {@code move} or {@code copy}, which the service rejects
   */
  public static JsonPatch parse(String document) {
    Objects.requireNonNull(document, "document");
    List<Change> changes = new ArrayList<>();
    try {
      for (JsonElement element : JsonTrees.lenient(document).getAsJsonArray()) {
        changes.add(parse(element.getAsJsonObject()));
      }
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw new IllegalArgumentException("invalid JSON Patch at change " + (changes.size() + 1), e);
    }
    return new JsonPatch(List.copyOf(changes));
  }

  private static Change parse(JsonObject change) {
    String op = change.get("op").getAsString();
    String path = change.get("path").getAsString();
    return switch (op) {
      case "add", "replace" -> requireValid(new Change(op, path, change.get("value")));
      case "remove" -> requireValid(new Change(op, path, null));
      default ->
          throw new IllegalArgumentException(
              "unsupported operation "
                  + UrlEncoding.quoted(op)
                  + ": must be add, replace or remove");
    };
  }

  /** Returns the changes with copies of their values. */
  public List<Change> changes() {
    return changes.stream()
        .map(change -> new Change(change.op, change.path, Snapshot.of(change.value)))
        .toList();
  }

  private static Change change(String op, String path, Object value) {
    return new Change(op, path, Snapshot.of(Objects.requireNonNull(value, "value")));
  }

  private JsonPatch append(Change change) {
    List<Change> extended = new ArrayList<>(changes);
    extended.add(requireValid(change));
    return new JsonPatch(List.copyOf(extended));
  }

  private static Change requireValid(Change change) {
    if (!isPointer(Objects.requireNonNull(change.path, "path"))) {
      throw new IllegalArgumentException(
          "invalid path "
              + UrlEncoding.quoted(change.path)
              + ": must start with '/', and '~' must be followed by 0 or 1");
    }
    boolean hasNoValue = change.value == null || change.value instanceof JsonNull;
    if (hasNoValue && !change.op.equals("remove")) {
      throw new IllegalArgumentException(
          change.op
              + " "
              + UrlEncoding.quoted(change.path)
              + ": value must not be null; use remove instead");
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

  /** Lists the first changes without their values. */
  @Override
  public String toString() {
    ValueText text = new ValueText("JsonPatch");
    changes.stream().limit(MAX_DISPLAYED).forEach(text::add);
    return (changes.size() > MAX_DISPLAYED ? text.add("…") : text).toString();
  }
}
