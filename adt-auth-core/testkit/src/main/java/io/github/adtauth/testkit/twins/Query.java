package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** A parsed query over the digital twins or over the relationships. */
record Query(
    boolean count,
    int top,
    List<Projection> projections,
    boolean ofRelationships,
    QueryCondition where) {
  /** No TOP was given. */
  static final int ALL = Integer.MAX_VALUE;

  /** One column: the path below the item (empty for the item itself) and its name. */
  record Projection(List<String> path, String name) {}

  /** The row for an item; a path that it does not have leaves no trace. */
  JsonObject row(JsonObject item) {
    if (projections.isEmpty()) {
      return item;
    }
    JsonObject row = new JsonObject();
    for (Projection projection : projections) {
      JsonElement value = QueryCondition.at(item, projection.path());
      if (value != null) {
        row.add(projection.name(), value);
      }
    }
    return row;
  }
}
