package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Validates a twin against its model, adds its metadata and stores it. */
final class TwinWriter {
  private static final Set<String> RESERVED_MEMBERS = Set.of("$dtId", "$etag", "$metadata");

  private final Store store;

  TwinWriter(Store store) {
    this.store = store;
  }

  /** Stores the body as the twin. Paths that match {@code changed} get a new update time. */
  JsonObject write(String id, JsonObject body, Predicate<List<String>> changed) {
    String modelId = Store.modelOf(body);
    Store.ModelContents contents = store.contentsOf(modelId);
    if (modelId.isEmpty()) {
      throw invalid(List.of("Twin must have a $metadata.$model that names its model."));
    }
    if (contents == null) {
      throw invalid(List.of(modelId + " or one of its dependencies does not exist."));
    }
    List<String> problems = new ArrayList<>();
    String now = store.now() + "Z";
    JsonObject twin = new JsonObject();
    twin.addProperty("$dtId", id);
    twin.addProperty("$etag", Store.newEtag());
    JsonObject metadata = new JsonObject();
    metadata.addProperty("$model", modelId);
    metadata.addProperty("$lastUpdateTime", now);
    copyProperties(body, twin, metadata, contents, List.of(), changed, now, problems);
    copyComponents(body, twin, contents, changed, now, problems);
    if (!problems.isEmpty()) {
      throw invalid(problems);
    }
    twin.add("$metadata", metadata);
    if (!store.twins.containsKey(id)) {
      store.checkLimit(Limit.TWINS, store.twins.size() + 1);
    }
    store.twins.put(id, twin);
    return twin;
  }

  static ErrorResponseException invalid(List<String> problems) {
    return ErrorResponseException.validation("Invalid twin specified", problems);
  }

  /** Validates a property and adds any problem to {@code problems}. */
  static void checkProperty(
      String name,
      JsonElement value,
      Map<String, JsonElement> properties,
      Map<String, JsonElement> schemas,
      List<String> problems) {
    JsonElement schema = properties.get(name);
    if (schema == null) {
      problems.add("Property " + name + " is not defined in the model.");
    } else if (!SchemaValidator.isValid(schema, value, schemas)) {
      problems.add(
          "Property "
              + name
              + " has an invalid value. Expected type "
              + SchemaValidator.describe(schema)
              + ".");
    }
  }

  private void copyProperties(
      JsonObject body,
      JsonObject twin,
      JsonObject metadata,
      Store.ModelContents contents,
      List<String> parentPath,
      Predicate<List<String>> changed,
      String now,
      List<String> problems) {
    JsonObject sentMetadata = Json.objectOrEmpty(body, "$metadata");
    for (var member : body.entrySet()) {
      String name = member.getKey();
      if (RESERVED_MEMBERS.contains(name) || contents.components().containsKey(name)) {
        continue;
      }
      checkProperty(name, member.getValue(), contents.properties(), contents.schemas(), problems);
      twin.add(name, member.getValue().deepCopy());
      JsonObject sent = Json.objectOrEmpty(sentMetadata, name);
      JsonObject times = new JsonObject();
      List<String> path = new ArrayList<>(parentPath);
      path.add(name);
      String time = changed.test(path) ? null : Json.string(sent, "lastUpdateTime");
      times.addProperty("lastUpdateTime", time == null ? now : time);
      if (sent.has("sourceTime")) {
        times.add("sourceTime", sent.get("sourceTime"));
      }
      metadata.add(name, times);
    }
  }

  private void copyComponents(
      JsonObject body,
      JsonObject twin,
      Store.ModelContents contents,
      Predicate<List<String>> changed,
      String now,
      List<String> problems) {
    Set<String> missing = new TreeSet<>();
    for (var declared : contents.components().entrySet()) {
      String name = declared.getKey();
      Store.ModelContents inner = store.contentsOf(declared.getValue());
      if (!body.has(name) || inner == null) {
        missing.add(name);
        continue;
      }
      if (!(body.get(name) instanceof JsonObject sent)) {
        problems.add("Component " + name + " must be an object.");
        continue;
      }
      if (!(sent.get("$metadata") instanceof JsonObject sentMetadata)) {
        problems.add("Component " + name + " must have a $metadata object.");
        continue;
      }
      JsonObject component = new JsonObject();
      JsonObject metadata = new JsonObject();
      String time =
          changed.test(List.of(name)) ? null : Json.string(sentMetadata, "$lastUpdateTime");
      metadata.addProperty("$lastUpdateTime", time == null ? now : time);
      copyProperties(sent, component, metadata, inner, List.of(name), changed, now, problems);
      component.add("$metadata", metadata);
      twin.add(name, component);
    }
    if (!missing.isEmpty()) {
      problems.add("Twin is missing components: " + String.join(", ", missing) + ".");
    }
  }
}
