package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Checks a twin against its model and gives it the form in which it is kept. */
final class TwinWriter {
  private static final Set<String> RESERVED_MEMBERS = Set.of("$dtId", "$etag", "$metadata");

  private final Store store;

  TwinWriter(Store store) {
    this.store = store;
  }

  /** Keeps the body as the twin; {@code changed} says which paths get a new time. */
  JsonObject write(String id, JsonObject body, Predicate<List<String>> changed) {
    String modelId = Store.modelOf(body);
    Store.ModelContents shape = store.contentsOf(modelId);
    if (modelId.isEmpty()) {
      throw invalid(List.of("Twin must have a $metadata.$model that names its model."));
    }
    if (shape == null) {
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
    copyProperties(body, twin, metadata, shape, List.of(), changed, now, problems);
    copyComponents(body, twin, shape, changed, now, problems);
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

  /** Says what is wrong with a member, if it is a property; adds to {@code problems}. */
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
      Store.ModelContents shape,
      List<String> at,
      Predicate<List<String>> changed,
      String now,
      List<String> problems) {
    JsonObject given = Json.objectOrEmpty(body, "$metadata");
    for (var member : body.entrySet()) {
      String name = member.getKey();
      if (RESERVED_MEMBERS.contains(name) || shape.components().containsKey(name)) {
        continue;
      }
      checkProperty(name, member.getValue(), shape.properties(), shape.schemas(), problems);
      twin.add(name, member.getValue().deepCopy());
      JsonObject before = Json.objectOrEmpty(given, name);
      JsonObject times = new JsonObject();
      List<String> path = new ArrayList<>(at);
      path.add(name);
      String time = changed.test(path) ? null : Json.string(before, "lastUpdateTime");
      times.addProperty("lastUpdateTime", time == null ? now : time);
      if (before.has("sourceTime")) {
        times.add("sourceTime", before.get("sourceTime"));
      }
      metadata.add(name, times);
    }
  }

  private void copyComponents(
      JsonObject body,
      JsonObject twin,
      Store.ModelContents shape,
      Predicate<List<String>> changed,
      String now,
      List<String> problems) {
    Set<String> missing = new TreeSet<>();
    for (var declared : shape.components().entrySet()) {
      String name = declared.getKey();
      Store.ModelContents inner = store.contentsOf(declared.getValue());
      if (!(body.get(name) instanceof JsonObject given)
          || !(given.get("$metadata") instanceof JsonObject before)
          || inner == null) {
        missing.add(name);
        continue;
      }
      JsonObject component = new JsonObject();
      JsonObject metadata = new JsonObject();
      String time = changed.test(List.of(name)) ? null : Json.string(before, "$lastUpdateTime");
      metadata.addProperty("$lastUpdateTime", time == null ? now : time);
      copyProperties(given, component, metadata, inner, List.of(name), changed, now, problems);
      component.add("$metadata", metadata);
      twin.add(name, component);
    }
    if (!missing.isEmpty()) {
      problems.add("Twin is missing components: " + String.join(", ", missing) + ".");
    }
  }
}
