package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** A parsed query over the digital twins. */
record Query(boolean count, int top, List<Projection> projections, QueryCondition where) {
  /** No TOP was given. */
  static final int ALL = Integer.MAX_VALUE;

  /** One column: the path below the twin (empty for the twin itself) and its name. */
  record Projection(List<String> path, String name) {}

  /** The row for a twin; a path that the twin does not have leaves no trace. */
  JsonObject row(JsonObject twin) {
    if (projections.isEmpty()) {
      return twin;
    }
    JsonObject row = new JsonObject();
    for (Projection projection : projections) {
      JsonElement value = QueryCondition.at(twin, projection.path());
      if (value != null) {
        row.add(projection.name(), value);
      }
    }
    return row;
  }
}
