package io.github.adtauth.testkit.twins;

import io.github.adtauth.testkit.twins.QueryPattern.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/**
 * The evaluation order of a query. It depends only on the text of the query, so that each page
 * continues the previous one.
 */
final class QueryPlan {
  private final Query query;
  private final String start;
  private final List<Step> steps = new ArrayList<>();
  private final List<QueryCondition> startConditions;

  /** The collections reached so far, and the conditions that refer to further collections. */
  private final Set<String> reached = new HashSet<>();

  private final List<QueryCondition> remainingConditions;

  /**
   * One edge to follow.
   *
   * @param fromSource whether the edge is followed from its source to its target
   * @param conditions the conditions to test after following the edge
   */
  record Step(Edge edge, boolean fromSource, List<QueryCondition> conditions) {
    String startCollection() {
      return fromSource ? edge.source() : edge.target();
    }

    String end() {
      return fromSource ? edge.target() : edge.source();
    }

    boolean followsOutgoing() {
      return fromSource || !edge.directed();
    }

    boolean followsIncoming() {
      return !fromSource || !edge.directed();
    }
  }

  QueryPlan(Query query) {
    this.query = query;
    QueryPattern pattern = query.pattern();
    start = pattern.twins().isEmpty() ? pattern.relationships().get(0) : twinsWithFewestIds(query);
    remainingConditions = conjuncts(query.where());
    reached.add(start);
    startConditions = takeConditions();
    List<Edge> remaining = new ArrayList<>(pattern.edges());
    while (!remaining.isEmpty()) {
      Edge next = remaining.stream().filter(this::isReachable).findFirst().orElseThrow();
      remaining.remove(next);
      addStep(next);
    }
  }

  QueryCondition where() {
    return query.where();
  }

  /** Returns the first collection. */
  String start() {
    return start;
  }

  /** Returns the conditions to test for each item of the first collection. */
  List<QueryCondition> startConditions() {
    return startConditions;
  }

  List<Step> steps() {
    return steps;
  }

  boolean isOfRelationships() {
    return query.pattern().twins().isEmpty();
  }

  /** Returns whether a row must not contain the same relationship twice. */
  boolean followsEachOnce() {
    return query.pattern().kind() == QueryPattern.Kind.MATCH;
  }

  private static String twinsWithFewestIds(Query query) {
    return query.pattern().twins().stream()
        .min(Comparator.comparingInt(name -> idCount(query.where(), name)))
        .orElseThrow();
  }

  private static int idCount(QueryCondition where, String collection) {
    NavigableSet<String> ids = QueryIds.of(where, collection, "$dtId");
    return ids == null ? Integer.MAX_VALUE : ids.size();
  }

  private boolean isReachable(Edge edge) {
    return reached.contains(edge.source()) || reached.contains(edge.target());
  }

  private void addStep(Edge edge) {
    boolean fromSource = reached.contains(edge.source());
    reached.add(edge.source());
    reached.add(edge.target());
    if (edge.collection() != null) {
      reached.add(edge.collection());
    }
    steps.add(new Step(edge, fromSource, takeConditions()));
  }

  /** Removes and returns the conditions on collections that have been reached. */
  private List<QueryCondition> takeConditions() {
    List<QueryCondition> reachable =
        remainingConditions.stream()
            .filter(condition -> condition.collections().allMatch(reached::contains))
            .toList();
    remainingConditions.removeAll(reachable);
    return reachable;
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
