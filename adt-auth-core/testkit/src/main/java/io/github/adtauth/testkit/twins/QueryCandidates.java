package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The candidate items for the rows of a query, sorted by key. An index narrows them down if the
 * condition contains ids or a model. Otherwise the candidates are all twins or relationships.
 */
final class QueryCandidates {
  private final Store store;
  private final QueryCondition where;

  QueryCandidates(Store store, QueryCondition where) {
    this.store = store;
    this.where = where;
  }

  /** Returns the ids of a collection's twins from the given id on, with or without that one. */
  Iterator<String> twins(String collection, String id, boolean inclusive) {
    NavigableSet<String> ids = QueryIds.of(where, collection, "$dtId");
    if (ids != null) {
      return ids.tailSet(id, inclusive).iterator();
    }
    QueryPredicate.OfModel model = model(where, collection);
    if (model != null) {
      return merge(
          store.twins.idsOfModels(candidate -> model.matches(candidate, store)).stream()
              .map(idsOfModel -> idsOfModel.tailSet(id, inclusive).iterator())
              .toList());
    }
    return store.twins.all().tailMap(id, inclusive).keySet().iterator();
  }

  /** Returns the relationships of a collection whose keys are greater than the given one. */
  Iterator<Map.Entry<String, JsonObject>> relationshipsAfter(String collection, String key) {
    NavigableMap<String, JsonObject> candidates = store.relationships.all();
    NavigableSet<String> sources = QueryIds.of(where, collection, "$sourceId");
    NavigableSet<String> targets = QueryIds.of(where, collection, "$targetId");
    if (sources != null) {
      candidates = new TreeMap<>();
      for (String source : sources) {
        putAll(candidates, store.relationships.from(source));
      }
    } else if (targets != null) {
      candidates = new TreeMap<>();
      for (String target : targets) {
        putAll(candidates, store.relationships.to(target));
      }
    }
    return candidates.tailMap(key, false).entrySet().iterator();
  }

  private static void putAll(
      NavigableMap<String, JsonObject> candidates, Map<String, JsonObject> relationships) {
    relationships
        .values()
        .forEach(relationship -> candidates.put(Relationships.key(relationship), relationship));
  }

  /** Returns the model to which a condition limits a collection, or null. */
  private static QueryPredicate.@Nullable OfModel model(
      QueryCondition condition, String collection) {
    if (condition instanceof QueryPredicate.OfModel model
        && model.collection().equals(collection)) {
      return model;
    }
    if (condition instanceof QueryCondition.And and) {
      for (QueryCondition operand : and.operands()) {
        QueryPredicate.OfModel model = model(operand, collection);
        if (model != null) {
          return model;
        }
      }
    }
    return null;
  }

  /** Merges sorted ids lazily. */
  private static Iterator<String> merge(List<Iterator<String>> sources) {
    if (sources.isEmpty()) {
      return Collections.emptyIterator();
    }
    if (sources.size() == 1) {
      return sources.get(0);
    }
    PriorityQueue<Source> queue = new PriorityQueue<>(Comparator.comparing(Source::id));
    sources.forEach(source -> add(queue, source));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !queue.isEmpty();
      }

      @Override
      public String next() {
        Source next = queue.remove();
        add(queue, next.rest());
        return next.id();
      }
    };
  }

  private record Source(String id, Iterator<String> rest) {}

  private static void add(PriorityQueue<Source> queue, Iterator<String> source) {
    if (source.hasNext()) {
      queue.add(new Source(source.next(), source));
    }
  }
}
