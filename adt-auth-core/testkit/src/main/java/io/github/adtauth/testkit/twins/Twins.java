package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The twins of an instance, indexed by id and by model. */
final class Twins {
  private final NavigableMap<String, JsonObject> byId = new TreeMap<>();
  private final NavigableMap<String, NavigableSet<String>> idsByModel = new TreeMap<>();

  /** Returns all twins by id. */
  NavigableMap<String, JsonObject> all() {
    return Collections.unmodifiableNavigableMap(byId);
  }

  @Nullable JsonObject get(String id) {
    return byId.get(id);
  }

  boolean containsKey(String id) {
    return byId.containsKey(id);
  }

  int size() {
    return byId.size();
  }

  /** Returns the ids of the twins of each matching model: one sorted set per model. */
  List<NavigableSet<String>> idsOfModels(Predicate<String> model) {
    List<NavigableSet<String>> ids = new ArrayList<>();
    idsByModel.forEach(
        (modelId, twins) -> {
          if (model.test(modelId)) {
            ids.add(twins);
          }
        });
    return ids;
  }

  void put(String id, JsonObject twin) {
    remove(id);
    byId.put(id, twin);
    idsByModel.computeIfAbsent(Store.modelOf(twin), model -> new TreeSet<>()).add(id);
  }

  void remove(String id) {
    JsonObject removed = byId.remove(id);
    if (removed != null) {
      idsByModel.computeIfPresent(
          Store.modelOf(removed),
          (model, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
          });
    }
  }

  void clear() {
    byId.clear();
    idsByModel.clear();
  }
}
