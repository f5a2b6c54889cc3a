package io.github.adtauth.internal.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.adtauth.internal.json.JsonTrees;
import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.twins.ModelUpload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A list of DTDL interfaces.
 *
 * @param documents interfaces in the user's order
 */
public record ModelDocuments(List<JsonElement> documents) {
  /**
   * Parses documents, each an object or an array of objects.
   *
   * @throws IllegalArgumentException if there is no model, or if a document is not JSON
   */
  public static ModelDocuments parse(Collection<String> dtdl) {
    List<JsonElement> documents = new ArrayList<>();
    int number = 0;
    for (String text : Objects.requireNonNull(dtdl, "dtdl")) {
      number++;
      JsonElement document;
      try {
        document = JsonTrees.lenient(Objects.requireNonNull(text, "dtdl"));
      } catch (JsonParseException e) {
        throw new IllegalArgumentException("model " + number + " is not JSON", e);
      }
      if (document instanceof JsonArray array) {
        array.forEach(documents::add);
      } else if (document.isJsonObject()) {
        documents.add(document);
      } else {
        throw new IllegalArgumentException("model " + number + " is not a JSON object");
      }
    }
    if (documents.isEmpty()) {
      throw new IllegalArgumentException("models must not be empty");
    }
    return new ModelDocuments(List.copyOf(documents));
  }

  public int size() {
    return documents.size();
  }

  JsonArray toJson() {
    JsonArray array = new JsonArray(documents.size());
    documents.forEach(array::add);
    return array;
  }

  /**
   * Returns each model once.
   *
   * @throws IllegalArgumentException if a model has no id, or if two models have the same one
   */
  public ModelDocuments distinct() {
    Map<String, JsonElement> byId = new LinkedHashMap<>();
    for (int i = 0; i < documents.size(); i++) {
      String id = id(documents.get(i));
      if (id.isEmpty()) {
        throw new IllegalArgumentException("model " + (i + 1) + " has no @id");
      }
      JsonElement other = byId.putIfAbsent(id, documents.get(i));
      if (other != null && !other.equals(documents.get(i))) {
        throw new IllegalArgumentException(
            "two different models have the @id " + UrlEncoding.quoted(id));
      }
    }
    return new ModelDocuments(List.copyOf(byId.values()));
  }

  /**
   * Returns distinct models by id, each after those that it extends or contains as components.
   * Other models keep their order. Models that depend on each other come last: the service rejects
   * them.
   */
  public Map<String, JsonElement> sorted() {
    Map<String, JsonElement> byId = new LinkedHashMap<>();
    documents.forEach(document -> byId.put(id(document), document));
    Map<String, Set<String>> missing = new LinkedHashMap<>();
    Map<String, List<String>> dependents = new LinkedHashMap<>();
    byId.forEach(
        (id, document) -> {
          Set<String> dependencies = ModelDependencies.of(document);
          dependencies.retainAll(byId.keySet());
          dependencies.remove(id);
          missing.put(id, dependencies);
          dependencies.forEach(
              other -> dependents.computeIfAbsent(other, o -> new ArrayList<>()).add(id));
        });
    Map<String, JsonElement> sorted = new LinkedHashMap<>();
    Set<String> ready = new LinkedHashSet<>();
    missing.forEach(
        (id, dependencies) -> {
          if (dependencies.isEmpty()) {
            ready.add(id);
          }
        });
    List<String> queue = new ArrayList<>(ready);
    for (int i = 0; i < queue.size(); i++) {
      String id = queue.get(i);
      sorted.put(id, Objects.requireNonNull(byId.get(id)));
      for (String dependent : dependents.getOrDefault(id, List.of())) {
        Set<String> left = Objects.requireNonNull(missing.get(dependent));
        if (left.remove(id) && left.isEmpty()) {
          queue.add(dependent);
        }
      }
    }
    byId.forEach(sorted::putIfAbsent);
    return sorted;
  }

  /** Divides distinct models into batches that the service accepts, dependencies first. */
  List<ModelDocuments> batches() {
    List<JsonElement> sorted = List.copyOf(sorted().values());
    List<ModelDocuments> batches = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += ModelUpload.MAX_MODELS_PER_CALL) {
      int to = Math.min(sorted.size(), from + ModelUpload.MAX_MODELS_PER_CALL);
      batches.add(new ModelDocuments(sorted.subList(from, to)));
    }
    return batches;
  }

  private static String id(JsonElement document) {
    return document instanceof JsonObject object ? Json.string(object, "@id") : "";
  }
}
