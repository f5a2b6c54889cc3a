package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
