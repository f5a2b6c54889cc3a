package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies a JSON Patch with the operations that the service supports: add, replace and remove. */
final class JsonPatch {
  private JsonPatch() {}

  static ErrorResponseException invalid(String problem) {
    return ErrorResponseException.error(
        400,
        "JsonPatchInvalid",
        problem
            + " Please provide a valid patch document. See section on update apis in the"
            + " documentation https://aka.ms/adtv2twins.");
  }

  /** Applies the patch to the document in place and returns the changed paths. */
  static List<List<String>> apply(JsonObject document, JsonArray patch) {
    List<List<String>> changed = new ArrayList<>();
    for (JsonElement element : patch) {
      if (!(element instanceof JsonObject operation)) {
        throw invalid("An operation must be a JSON object.");
      }
      changed.add(apply(document, operation));
    }
    return changed;
  }

  private static List<String> apply(JsonObject document, JsonObject operation) {
    String op = Json.string(operation, "op");
    String pointer = Json.string(operation, "path");
    if (op == null || pointer == null || !pointer.startsWith("/")) {
      throw invalid("An operation must have an op and a path.");
    }
    List<String> path =
        Arrays.stream(pointer.substring(1).split("/", -1))
            .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
            .toList();
    requireWritable(path, pointer);
    JsonObject parent = parent(document, path, pointer);
    String name = path.get(path.size() - 1);
    switch (op) {
      case "add" -> parent.add(name, value(operation));
      case "replace" -> {
        // Recorded: replacing a sourceTime succeeds even if there is none yet.
        requireExisting(parent.has(name) || name.equals("sourceTime"), pointer);
        parent.add(name, value(operation));
      }
      case "remove" -> {
        requireExisting(parent.has(name), pointer);
        parent.remove(name);
      }
      default -> throw invalid("Unsupported operation type " + op + ".");
    }
    return path;
  }

  /**
   * Returns a valid patch as events contain it: with the members in their documented order, and
   * with paths that start at the twin.
   *
   * @param prefix the path of the patched component, such as {@code /sensor}, or an empty string
   */
  static JsonArray forEvent(JsonArray patch, String prefix) {
    JsonArray operations = new JsonArray();
    for (JsonElement element : patch) {
      JsonObject operation = element.getAsJsonObject();
      String op = operation.get("op").getAsString();
      JsonElement value = op.equals("remove") ? null : operation.get("value");
      operations.add(operation(op, prefix + operation.get("path").getAsString(), value));
    }
    return operations;
  }

  /** Returns the operations that turn one version of a twin or relationship into another. */
  static JsonArray difference(JsonObject before, JsonObject after) {
    JsonArray operations = new JsonArray();
    addDifference(before, after, "", operations);
    String model = Store.modelOf(after);
    if (!model.equals(Store.modelOf(before))) {
      operations.add(operation("replace", "/$metadata/$model", new JsonPrimitive(model)));
    }
    return operations;
  }

  private static void addDifference(
      JsonObject before, JsonObject after, String parentPath, JsonArray operations) {
    for (String name : before.keySet()) {
      JsonElement old = before.get(name);
      JsonElement value = after.get(name);
      String path = pathOf(parentPath, name);
      if (isGenerated(name)) {
        continue;
      }
      if (value == null) {
        operations.add(operation("remove", path, null));
      } else if (isComponent(old) && isComponent(value)) {
        addDifference(old.getAsJsonObject(), value.getAsJsonObject(), path, operations);
      } else if (!value.equals(old)) {
        operations.add(operation("replace", path, value));
      }
    }
    for (String name : after.keySet()) {
      if (!before.has(name) && !isGenerated(name)) {
        operations.add(operation("add", pathOf(parentPath, name), after.get(name)));
      }
    }
  }

  private static String pathOf(String parentPath, String name) {
    return parentPath + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static boolean isGenerated(String name) {
    return name.equals("$etag") || name.equals("$metadata");
  }

  private static boolean isComponent(JsonElement value) {
    return value instanceof JsonObject object && object.has("$metadata");
  }

  private static JsonObject operation(String op, String path, @Nullable JsonElement value) {
    JsonObject operation = new JsonObject();
    if (value != null) {
      operation.add("value", value.deepCopy());
    }
    operation.addProperty("path", path);
    operation.addProperty("op", op);
    return operation;
  }

  /** Throws if the path is reserved. Only the model and source times may be changed. */
  private static void requireWritable(List<String> path, String pointer) {
    int metadata = path.indexOf("$metadata");
    boolean allowed =
        metadata < 0
            ? path.stream().noneMatch(segment -> segment.startsWith("$"))
            : path.equals(List.of("$metadata", "$model"))
                || (path.size() == metadata + 3 && path.get(metadata + 2).equals("sourceTime"));
    if (!allowed) {
      throw invalid("The path " + pointer + " cannot be changed.");
    }
  }

  private static JsonObject parent(JsonObject document, List<String> path, String pointer) {
    JsonObject parent = document;
    for (String segment : path.subList(0, path.size() - 1)) {
      if (!(parent.get(segment) instanceof JsonObject next)) {
        throw invalid("The path " + pointer + " does not exist.");
      }
      parent = next;
    }
    return parent;
  }

  private static JsonElement value(JsonObject operation) {
    JsonElement value = operation.get("value");
    if (value == null) {
      throw invalid("An operation add or replace must have a value.");
    }
    return value.deepCopy();
  }

  private static void requireExisting(boolean exists, String pointer) {
    if (!exists) {
      throw invalid("The path " + pointer + " does not exist.");
    }
  }
}
