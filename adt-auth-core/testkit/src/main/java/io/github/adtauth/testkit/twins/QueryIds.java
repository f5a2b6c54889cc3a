package io.github.adtauth.testkit.twins;

import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.twins.QueryOperand.Literal;
import io.github.adtauth.testkit.twins.QueryOperand.Property;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the ids to which a condition limits a collection, so that an index can be used. */
final class QueryIds {
  private QueryIds() {}

  /** Returns the ids to which the condition limits a member of the items, or null for no limit. */
  static @Nullable NavigableSet<String> of(
      QueryCondition condition, String collection, String member) {
    if (condition instanceof QueryPredicate.Comparison comparison
        && comparison.operator().equals("=")) {
      if (isMember(comparison.left(), collection, member)) {
        return id(comparison.right());
      }
      return isMember(comparison.right(), collection, member) ? id(comparison.left()) : null;
    } else if (condition instanceof QueryPredicate.In in
        && isMember(in.operand(), collection, member)) {
      return strings(in.values());
    } else if (condition instanceof QueryCondition.And and) {
      return common(and.operands(), collection, member);
    } else if (condition instanceof QueryCondition.Or or) {
      return union(or.operands(), collection, member);
    }
    return null;
  }

  private static @Nullable NavigableSet<String> common(
      List<QueryCondition> operands, String collection, String member) {
    NavigableSet<String> common = null;
    for (QueryCondition operand : operands) {
      NavigableSet<String> ids = of(operand, collection, member);
      if (common == null) {
        common = ids;
      } else if (ids != null) {
        common.retainAll(ids);
      }
    }
    return common;
  }

  private static @Nullable NavigableSet<String> union(
      List<QueryCondition> operands, String collection, String member) {
    NavigableSet<String> union = new TreeSet<>();
    for (QueryCondition operand : operands) {
      NavigableSet<String> ids = of(operand, collection, member);
      if (ids == null) {
        return null;
      }
      union.addAll(ids);
    }
    return union;
  }

  private static boolean isMember(QueryOperand operand, String collection, String member) {
    return operand instanceof Property property && property.isMember(collection, member);
  }

  private static @Nullable NavigableSet<String> id(QueryOperand operand) {
    return operand instanceof Literal literal ? strings(List.of(literal.value())) : null;
  }

  private static NavigableSet<String> strings(List<JsonPrimitive> values) {
    NavigableSet<String> strings = new TreeSet<>();
    for (JsonPrimitive value : values) {
      if (value.isString()) {
        strings.add(value.getAsString());
      }
    }
    return strings;
  }
}
