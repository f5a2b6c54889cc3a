package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The relationships of an instance, indexed by source and by target. */
final class Relationships {
  private static final NavigableMap<String, JsonObject> NONE = Collections.emptyNavigableMap();

  /** By source twin, then by relationship id. */
  private final Map<String, NavigableMap<String, JsonObject>> outgoing = new HashMap<>();

  /** By target twin, then by relationship id and source twin. */
  private final Map<String, NavigableMap<String, JsonObject>> incoming = new HashMap<>();

  /** By source twin, then by relationship id. This is the order of query results. */
  private final NavigableMap<String, JsonObject> byKey = new TreeMap<>();

  NavigableMap<String, JsonObject> all() {
    return byKey;
  }

  NavigableMap<String, JsonObject> from(String sourceId) {
    return outgoing.getOrDefault(sourceId, NONE);
  }

  NavigableMap<String, JsonObject> to(String targetId) {
    return incoming.getOrDefault(targetId, NONE);
  }

  void put(JsonObject relationship) {
    String sourceId = text(relationship, "$sourceId");
    String id = text(relationship, "$relationshipId");
    remove(sourceId, id);
    outgoing.computeIfAbsent(sourceId, key -> new TreeMap<>()).put(id, relationship);
    byKey.put(key(sourceId, id), relationship);
    incoming
        .computeIfAbsent(text(relationship, "$targetId"), key -> new TreeMap<>())
        .put(key(id, sourceId), relationship);
  }

  void remove(String sourceId, String id) {
    JsonObject removed = from(sourceId).get(id);
    if (removed != null) {
      from(sourceId).remove(id);
      to(text(removed, "$targetId")).remove(key(id, sourceId));
      byKey.remove(key(sourceId, id));
    }
  }

  void clear() {
    outgoing.clear();
    incoming.clear();
    byKey.clear();
  }

  int size() {
    return byKey.size();
  }

  /** Returns the key of a relationship in {@link #all}. */
  static String key(JsonObject relationship) {
    return key(text(relationship, "$sourceId"), text(relationship, "$relationshipId"));
  }

  /** Joins two ids with a space, which ids cannot contain. */
  private static String key(String first, String second) {
    return first + " " + second;
  }

  private static String text(JsonObject relationship, String member) {
    return relationship.get(member).getAsString();
  }
}
