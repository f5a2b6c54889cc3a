package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import mockwebserver3.MockResponse;

/** The operations on {@code /models}. */
final class ModelOperations {
  private static final int MAX_MODELS_PER_REQUEST = 250;
  private static final int MAX_PAGE_SIZE = 100;

  private final Store store;

  ModelOperations(Store store) {
    this.store = store;
  }

  MockResponse add(Call call) {
    return TwinsResponses.json(201, add(call.readArray()));
  }

  /** Adds all models or none, up to the maximum per request. */
  JsonArray add(JsonArray documents) {
    if (documents.isEmpty() || documents.size() > MAX_MODELS_PER_REQUEST) {
      throw ErrorResponseException.error(
          400,
          "LimitExceeded",
          "A request must have between 1 and " + MAX_MODELS_PER_REQUEST + " models.");
    }
    return addAll(documents);
  }

  /** Adds all models or none, without a maximum. */
  JsonArray addAll(JsonArray documents) {
    Map<String, Model> added = new LinkedHashMap<>();
    for (JsonElement document : documents) {
      for (Model model : DtdlReader.read(document, store.now() + "+00:00")) {
        if (added.put(model.id(), model) != null) {
          throw DtdlReader.error("Identifier " + model.id() + " is defined more than once");
        }
      }
    }
    checkNew(added);
    ModelHierarchy.check(store.models, added);
    store.checkLimit(Limit.MODELS, store.models.size() + added.size());
    store.models.putAll(added);
    JsonArray data = new JsonArray();
    added.values().forEach(model -> data.add(model.data(false)));
    return data;
  }

  private void checkNew(Map<String, Model> added) {
    List<String> existing = added.keySet().stream().filter(store.models::containsKey).toList();
    if (!existing.isEmpty()) {
      throw ErrorResponseException.error(
          409,
          "ModelIdAlreadyExists",
          "Some of the model ids already exist: "
              + String.join(", ", existing)
              + ". Use Model_List API to view models that already exist. See the Swagger example"
              + " (http://aka.ms/ModelListSwSmpl).");
    }
  }

  MockResponse list(Call call) {
    boolean withDefinition = "true".equalsIgnoreCase(call.query("includeModelDefinition"));
    List<String> roots = call.queryValues("dependenciesFor");
    Page page =
        Page.of(
            call,
            roots.isEmpty() ? store.models : withDependencies(roots),
            call.pageSize(store.pageSize(MAX_PAGE_SIZE), MAX_PAGE_SIZE),
            model -> true,
            model -> model.data(withDefinition));
    return TwinsResponses.json(200, page.valueFirst());
  }

  private NavigableMap<String, Model> withDependencies(List<String> roots) {
    NavigableMap<String, Model> visited = new TreeMap<>();
    List<String> pending = new ArrayList<>(roots);
    while (!pending.isEmpty()) {
      String id = pending.remove(pending.size() - 1);
      if (visited.putIfAbsent(id, model(id)) == null) {
        pending.addAll(model(id).dependencies());
      }
    }
    return visited;
  }

  MockResponse get(Call call) {
    boolean withDefinition = "true".equalsIgnoreCase(call.query("includeModelDefinition"));
    return TwinsResponses.json(200, model(call.path("id")).data(withDefinition));
  }

  MockResponse decommission(Call call) {
    Model model = model(call.path("id"));
    JsonArray patch = call.readArray();
    if (patch.size() != 1
        || !(patch.get(0) instanceof JsonObject operation)
        || !"replace".equals(Json.string(operation, "op"))
        || !"/decommissioned".equals(Json.string(operation, "path"))
        || !Json.isBoolean(operation.get("value"))) {
      throw JsonPatch.invalid("Only the decommissioned property can be replaced.");
    }
    boolean value = operation.get("value").getAsBoolean();
    List<String> referencing =
        dependents(model.id()).stream().filter(id -> !model(id).decommissioned()).toList();
    if (value && !referencing.isEmpty()) {
      throw ErrorResponseException.error(
          409,
          "ModelReferencesNotDecommissioned",
          "This model is currently being referenced by "
              + String.join(", ", referencing)
              + ". You must decommission these references before decommissioning the Model.");
    }
    store.models.put(model.id(), model.decommissioned(value));
    return TwinsResponses.noContent();
  }

  MockResponse delete(Call call) {
    Model model = model(call.path("id"));
    List<String> referencing = dependents(model.id());
    if (!referencing.isEmpty()) {
      throw ErrorResponseException.error(
          409,
          "ModelReferencesNotDeleted",
          "This model is currently being referenced by "
              + String.join(", ", referencing)
              + ". You must delete these references before deleting the Model.. To delete"
              + " references, do Delete Model on Ids provided above.");
    }
    store.models.remove(model.id());
    return TwinsResponses.noContent();
  }

  private List<String> dependents(String id) {
    return store.models.values().stream()
        .filter(other -> other.dependencies().contains(id))
        .map(Model::id)
        .toList();
  }

  private Model model(String id) {
    if (!DtdlReader.isDtmi(id)) {
      throw ErrorResponseException.error(
          400,
          "InvalidArgument",
          "The format of the Model ID "
              + id
              + " provided is not supported. See model documentation(https://aka.ms/ADTv2Models)"
              + " for supported format.");
    }
    Model model = store.models.get(id);
    if (model == null) {
      throw ErrorResponseException.error(
          404,
          "ModelNotFound",
          "There is no Model(s) available that matches the provided id(s) "
              + id
              + ". Check that the Model ID provided is valid by doing a Model_List API call.");
    }
    return model;
  }
}
