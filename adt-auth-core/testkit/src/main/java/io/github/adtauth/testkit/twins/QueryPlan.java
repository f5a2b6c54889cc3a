package io.github.adtauth.testkit.twins;

import io.github.adtauth.testkit.twins.QueryPattern.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/**
 * The order in which a query is evaluated. It depends on the text of the query only, so that each
 * page continues the one before.
 */
final class QueryPlan {
  private final Query query;
  private final String start;
  private final List<Edge> edges;
  private final List<List<QueryCondition>> conditions = new ArrayList<>();

  private QueryPlan(Query query, String start, List<Edge> edges) {
    this.query = query;
    this.start = start;
    this.edges = edges;
  }

  static QueryPlan of(Query query) {
    QueryPattern pattern = query.pattern();
    List<String> twins = pattern.twins();
    String start =
        twins.isEmpty()
            ? pattern.relationships().get(0)
            : twins.stream()
                .min(Comparator.comparingInt(name -> idCount(query.where(), name)))
                .orElseThrow();
    QueryPlan plan = new QueryPlan(query, start, pattern.edgesFrom(start));
    plan.assignConditions();
    return plan;
  }

  QueryCondition where() {
    return query.where();
  }

  /** Returns the collection to begin with. */
  String start() {
    return start;
  }

  boolean isOfRelationships() {
    return query.pattern().twins().isEmpty();
  }

  /** Returns the edges to follow one after the other. */
  List<Edge> edges() {
    return edges;
  }

  /** Returns the conditions to test when so many edges were followed. */
  List<QueryCondition> conditions(int step) {
    return conditions.get(step);
  }

  boolean eachOnce() {
    return query.pattern().eachOnce();
  }

  private static int idCount(QueryCondition where, String collection) {
    NavigableSet<String> ids = QueryIds.of(where, collection, "$dtId");
    return ids == null ? Integer.MAX_VALUE : ids.size();
  }

  private void assignConditions() {
    List<QueryCondition> remaining = conjuncts(query.where());
    Set<String> reached = new HashSet<>(Set.of(start));
    for (int step = 0; step <= edges.size(); step++) {
      if (step > 0) {
        Edge edge = edges.get(step - 1);
        reached.add(edge.source());
        reached.add(edge.target());
        if (edge.collection() != null) {
          reached.add(edge.collection());
        }
      }
      List<QueryCondition> now =
          remaining.stream()
              .filter(condition -> condition.collections().allMatch(reached::contains))
              .toList();
      remaining.removeAll(now);
      conditions.add(now);
    }
  }

  private static List<QueryCondition> conjuncts(QueryCondition condition) {
    List<QueryCondition> conjuncts = new ArrayList<>();
    if (condition instanceof QueryCondition.And and) {
      and.operands().forEach(operand -> conjuncts.addAll(conjuncts(operand)));
    } else {
      conjuncts.add(condition);
    }
    return conjuncts;
  }
}
