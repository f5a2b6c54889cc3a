package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.QueryPattern.Edge;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds the rows of a query, sorted by key. It starts at the twins that an index finds, follows
 * relationships from there, and tests each condition as soon as it has the items to test.
 */
final class QueryRows {
  private static final int MAX_HOPS = 5_000_000;

  private final QueryPlan plan;
  private final Store store;
  private String after = "";
  private Predicate<QueryRow> sink = row -> true;
  private int visited;
  private int hops;

  QueryRows(Query query, Store store) {
    this.plan = QueryPlan.of(query);
    this.store = store;
  }

  /** Calls the sink with the rows after a key until there are no more or it returns false. */
  void forEach(String after, Predicate<QueryRow> sink) {
    this.after = after;
    this.sink = sink;
    QueryCandidates candidates = new QueryCandidates(store, plan.where());
    if (plan.isOfRelationships()) {
      readRelationships(candidates.relationshipsAfter(plan.start(), after));
    } else if (plan.edges().isEmpty()) {
      readTwins(candidates.twins(plan.start(), after, false));
    } else {
      // The key begins with the first twin, which may have more rows than one.
      readTwins(candidates.twins(plan.start(), after.split(" ", 2)[0], true));
    }
  }

  /** Returns how many twins and relationships were read. */
  int visited() {
    return visited;
  }

  private void readRelationships(Iterator<Map.Entry<String, JsonObject>> relationships) {
    boolean goOn = true;
    while (goOn && relationships.hasNext()) {
      Map.Entry<String, JsonObject> entry = relationships.next();
      visited++;
      goOn = proceed(0, QueryRow.of(plan.start(), entry.getValue(), entry.getKey()));
    }
  }

  private void readTwins(Iterator<String> ids) {
    boolean goOn = true;
    while (goOn && ids.hasNext()) {
      String id = ids.next();
      JsonObject twin = store.twins.get(id);
      if (twin != null) {
        visited++;
        goOn = proceed(0, QueryRow.of(plan.start(), twin, id));
      }
    }
  }

  /** Completes a row for which so many edges were followed. Returns false to end the query. */
  private boolean proceed(int step, QueryRow row) {
    for (QueryCondition condition : plan.conditions(step)) {
      if (condition.test(row, store) != Truth.TRUE) {
        return true;
      }
    }
    if (step == plan.edges().size()) {
      return isReturned(row) || sink.test(row);
    }
    Edge edge = plan.edges().get(step);
    JsonObject source = row.get(edge.source());
    JsonObject target = row.get(edge.target());
    if (source != null) {
      return follow(new Walk(step, edge, true), 1, id(source), row);
    }
    return target == null || follow(new Walk(step, edge, false), 1, id(target), row);
  }

  /** An edge that is being followed, from its source or from its target. */
  private record Walk(int step, Edge edge, boolean fromSource) {
    String end() {
      return fromSource ? edge.target() : edge.source();
    }
  }

  private boolean follow(Walk walk, int length, String twinId, QueryRow row) {
    boolean either = !walk.edge().directed();
    return (!(walk.fromSource() || either)
            || followAll(walk, length, " +", store.relationships.from(twinId), "$targetId", row))
        && ((walk.fromSource() && !either)
            || followAll(walk, length, " -", store.relationships.to(twinId), "$sourceId", row));
  }

  private boolean followAll(
      Walk walk,
      int length,
      String direction,
      Map<String, JsonObject> relationships,
      String otherEnd,
      QueryRow row) {
    for (Map.Entry<String, JsonObject> entry : relationships.entrySet()) {
      JsonObject relationship = entry.getValue();
      countHop();
      if (canFollow(walk.edge(), relationship, row)) {
        String collection = walk.edge().collection() == null ? "" : walk.edge().collection();
        QueryRow next = row.with(collection, relationship, direction + entry.getKey());
        String twinId = relationship.get(otherEnd).getAsString();
        if (!isBehind(next) && !hop(walk, length, twinId, next)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean hop(Walk walk, int length, String twinId, QueryRow row) {
    boolean goOn = length < walk.edge().minHops() || arrive(walk, twinId, row);
    return goOn && (length == walk.edge().maxHops() || follow(walk, length + 1, twinId, row));
  }

  /** Completes the row with the twin at the end of an edge. */
  private boolean arrive(Walk walk, String twinId, QueryRow row) {
    JsonObject twin = store.twins.get(twinId);
    JsonObject expected = row.get(walk.end());
    if (twin == null || (expected != null && !id(expected).equals(twinId))) {
      return true;
    }
    visited++;
    // The mark sorts a path before those that continue it.
    String mark = walk.edge().maxHops() > 1 ? " !" : "";
    return proceed(walk.step() + 1, row.with(walk.end(), twin, mark));
  }

  private boolean canFollow(Edge edge, JsonObject relationship, QueryRow row) {
    String name = Json.string(relationship, "$relationshipName");
    return (edge.names().isEmpty() || edge.names().contains(name))
        && !(plan.eachOnce() && row.contains(relationship));
  }

  private boolean isReturned(QueryRow row) {
    return !after.isEmpty() && row.key().compareTo(after) <= 0;
  }

  /** Returns whether all rows that begin like this one have been returned. */
  private boolean isBehind(QueryRow row) {
    return isReturned(row) && !after.startsWith(row.key());
  }

  private void countHop() {
    visited++;
    if (++hops > MAX_HOPS) {
      throw Refused.error(
          400,
          "TimeoutError",
          "The query execution timed out after 60 seconds. Try simplifying the query or adding"
              + " conditions to reduce the result size.");
    }
  }

  private static String id(JsonObject twin) {
    return twin.get("$dtId").getAsString();
  }
}
