package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.QueryPlan.Step;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds the rows of a query, sorted by key. Starts at the items found by an index, follows their
 * relationships, and tests each condition as soon as its items are known. Methods that return a
 * boolean return false if no more rows are needed.
 */
final class QueryRows {
  private static final int MAX_HOPS = 2_000_000;

  private final QueryPlan plan;
  private final Store store;
  private final String after;
  private final Predicate<QueryRow> sink;
  private int visited;
  private int hops;

  private QueryRows(Query query, Store store, String after, Predicate<QueryRow> sink) {
    this.plan = new QueryPlan(query);
    this.store = store;
    this.after = after;
    this.sink = sink;
  }

  /**
   * Calls the sink with the rows after a key until it returns false or there are no more. Returns
   * the number of twins and relationships read.
   */
  static int forEach(Query query, Store store, String after, Predicate<QueryRow> sink) {
    QueryRows rows = new QueryRows(query, store, after, sink);
    rows.read(new QueryCandidates(store, query.where()));
    return rows.visited;
  }

  private void read(QueryCandidates candidates) {
    if (plan.isOfRelationships()) {
      readRelationships(candidates.relationshipsAfter(plan.start(), after));
    } else if (plan.steps().isEmpty()) {
      readTwins(candidates.twins(plan.start(), after, false));
    } else {
      // The key starts with the id of the first twin, which may have more rows.
      readTwins(candidates.twins(plan.start(), after.split(" ", 2)[0], true));
    }
  }

  private void readRelationships(Iterator<Map.Entry<String, JsonObject>> relationships) {
    boolean more = true;
    while (more && relationships.hasNext()) {
      Map.Entry<String, JsonObject> entry = relationships.next();
      more = start(QueryRow.of(plan.start(), entry.getValue(), entry.getKey()));
    }
  }

  private void readTwins(Iterator<String> ids) {
    boolean more = true;
    while (more && ids.hasNext()) {
      String id = ids.next();
      JsonObject twin = store.twins.get(id);
      more = twin == null || start(QueryRow.of(plan.start(), twin, id));
    }
  }

  private boolean start(QueryRow row) {
    visited++;
    return !meets(plan.startConditions(), row) || proceed(0, row);
  }

  /** Continues a row after the given number of steps. */
  private boolean proceed(int stepsTaken, QueryRow row) {
    if (stepsTaken == plan.steps().size()) {
      return isReturned(row) || sink.test(row);
    }
    JsonObject twin = row.get(plan.steps().get(stepsTaken).startCollection());
    return twin == null || follow(stepsTaken, 1, id(twin), row);
  }

  /** Follows the relationships of a twin as the given hop of a step. */
  private boolean follow(int stepIndex, int hop, String twinId, QueryRow row) {
    Step step = plan.steps().get(stepIndex);
    if (step.followsOutgoing()) {
      for (var outgoing : store.relationships.from(twinId).entrySet()) {
        JsonObject relationship = outgoing.getValue();
        String mark = " +" + outgoing.getKey();
        if (!follow(stepIndex, hop, relationship, "$targetId", mark, row)) {
          return false;
        }
      }
    }
    if (step.followsIncoming()) {
      for (var incoming : store.relationships.to(twinId).entrySet()) {
        JsonObject relationship = incoming.getValue();
        String mark = " -" + incoming.getKey();
        if (!follow(stepIndex, hop, relationship, "$sourceId", mark, row)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean follow(
      int stepIndex, int hop, JsonObject relationship, String otherEnd, String mark, QueryRow row) {
    countHop();
    QueryPattern.Edge edge = plan.steps().get(stepIndex).edge();
    if (!edge.matches(relationship) || (plan.followsEachOnce() && row.contains(relationship))) {
      return true;
    }
    String collection = edge.collection() == null ? "" : edge.collection();
    QueryRow next = row.with(collection, relationship, mark);
    if (isBehind(next)) {
      return true;
    }
    String twinId = relationship.get(otherEnd).getAsString();
    return (hop < edge.minHops() || arrive(stepIndex, twinId, next))
        && (hop == edge.maxHops() || follow(stepIndex, hop + 1, twinId, next));
  }

  /** Completes a step with the twin at its end. */
  private boolean arrive(int stepIndex, String twinId, QueryRow row) {
    Step step = plan.steps().get(stepIndex);
    JsonObject twin = store.twins.get(twinId);
    JsonObject expected = row.get(step.end());
    if (twin == null || (expected != null && !id(expected).equals(twinId))) {
      return true;
    }
    visited++;
    // The mark sorts a path before those that continue it.
    QueryRow next = row.with(step.end(), twin, step.edge().maxHops() > 1 ? " !" : "");
    return !meets(step.conditions(), next) || proceed(stepIndex + 1, next);
  }

  private boolean meets(List<QueryCondition> conditions, QueryRow row) {
    return conditions.stream().allMatch(condition -> condition.test(row, store) == Truth.TRUE);
  }

  private boolean isReturned(QueryRow row) {
    return !after.isEmpty() && row.key().compareTo(after) <= 0;
  }

  /** Returns whether all rows with this prefix have been returned. */
  private boolean isBehind(QueryRow row) {
    return isReturned(row) && !after.startsWith(row.key());
  }

  private void countHop() {
    visited++;
    if (++hops > MAX_HOPS) {
      throw ErrorResponseException.error(
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
