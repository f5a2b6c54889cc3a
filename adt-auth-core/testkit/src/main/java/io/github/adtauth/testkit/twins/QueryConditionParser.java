package io.github.adtauth.testkit.twins;

import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.twins.QueryOperand.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the condition of WHERE. {@link QueryParser} has the grammar. */
final class QueryConditionParser {
  private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");
  private static final Set<String> NOT_SUPPORTED = Set.of("STARTS_WITH", "ENDS_WITH", "NOT_IN");
  private static final int MAX_OPERATORS = 50;
  private static final int MAX_VALUES = 100;
  private static final int MAX_DEPTH = 50;

  private final QueryTokens tokens;
  private final QueryScope scope;
  private int operators;
  private int depth;

  QueryConditionParser(QueryTokens tokens, QueryScope scope) {
    this.tokens = tokens;
    this.scope = scope;
  }

  QueryCondition or() {
    List<QueryCondition> operands = new ArrayList<>(List.of(and()));
    while (acceptOperator("OR")) {
      operands.add(and());
    }
    return operands.size() == 1 ? operands.get(0) : new QueryCondition.Or(operands);
  }

  private QueryCondition and() {
    List<QueryCondition> operands = new ArrayList<>(List.of(not()));
    while (acceptOperator("AND")) {
      operands.add(not());
    }
    return operands.size() == 1 ? operands.get(0) : new QueryCondition.And(operands);
  }

  private boolean acceptOperator(String operator) {
    QueryToken token = tokens.peek();
    boolean accepted = tokens.accept(operator);
    if (accepted && ++operators > MAX_OPERATORS) {
      throw token.error("A query must not have more than 50 AND and OR operators.");
    }
    return accepted;
  }

  private QueryCondition not() {
    if (++depth > MAX_DEPTH) {
      throw tokens.peek().unexpected();
    }
    QueryCondition condition = tokens.accept("NOT") ? new QueryCondition.Not(not()) : predicate();
    depth--;
    return condition;
  }

  private QueryCondition predicate() {
    if (tokens.accept("(")) {
      QueryCondition condition = or();
      tokens.expect(")");
      return condition;
    }
    for (QueryFunction.Type function : QueryFunction.Type.values()) {
      if (tokens.acceptCall(function.name())) {
        QueryOperand operand = scope.property(tokens);
        tokens.expect(")");
        return new QueryPredicate.TypeCheck(function, operand);
      }
    }
    for (QueryFunction.Text function : QueryFunction.Text.values()) {
      if (tokens.acceptCall(function.name())) {
        QueryOperand operand = scope.property(tokens);
        tokens.expect(",");
        String text = tokens.string();
        tokens.expect(")");
        return new QueryPredicate.TextCheck(function, operand, text);
      }
    }
    if (tokens.acceptCall("ARRAY_CONTAINS")) {
      return arrayContains();
    }
    return tokens.acceptCall("IS_OF_MODEL") ? ofModel() : comparison();
  }

  /** Rejects relationships, because the function is documented only for properties of twins. */
  private QueryCondition arrayContains() {
    QueryToken first = tokens.peek();
    Property property = scope.property(tokens);
    if (!scope.isTwins(property.collection())) {
      throw first.unexpected();
    }
    tokens.expect(",");
    JsonPrimitive element = literal();
    tokens.expect(")");
    return new QueryPredicate.ArrayContains(property, element);
  }

  private QueryCondition ofModel() {
    QueryToken first = tokens.peek();
    String collection;
    if (first.isName()) {
      collection = tokens.name().text();
      if (!scope.isTwins(collection)) {
        throw first.unexpected();
      }
      tokens.expect(",");
    } else if (scope.isSingle() && scope.isTwins(scope.single())) {
      collection = scope.single();
    } else {
      throw first.unexpected();
    }
    String modelId = tokens.string();
    boolean exact = tokens.accept(",");
    if (exact) {
      tokens.expect("EXACT");
    }
    tokens.expect(")");
    return new QueryPredicate.OfModel(collection, modelId, exact);
  }

  private QueryCondition comparison() {
    rejectUnsupported();
    QueryOperand left = operand();
    rejectUnsupported();
    if (tokens.accept("IN")) {
      return new QueryPredicate.In(left, list());
    }
    if (tokens.accept("NIN")) {
      return new QueryCondition.Not(new QueryPredicate.In(left, list()));
    }
    QueryToken operator = tokens.next();
    if (operator.kind() != QueryToken.Kind.SIGN || !COMPARISONS.contains(operator.text())) {
      throw operator.unexpected();
    }
    return new QueryPredicate.Comparison(left, operator.text(), operand());
  }

  private void rejectUnsupported() {
    if (tokens.peek().isOneOf(NOT_SUPPORTED)) {
      throw tokens.peek().unsupported();
    }
  }

  private QueryOperand operand() {
    JsonPrimitive literal = tokens.literal();
    return literal == null ? scope.property(tokens) : new QueryOperand.Literal(literal);
  }

  private List<JsonPrimitive> list() {
    tokens.expect("[");
    List<JsonPrimitive> values = new ArrayList<>();
    do {
      if (values.size() == MAX_VALUES) {
        throw tokens.peek().error("A list must not have more than 100 values.");
      }
      values.add(literal());
    } while (tokens.accept(","));
    tokens.expect("]");
    return values;
  }

  private JsonPrimitive literal() {
    JsonPrimitive literal = tokens.literal();
    if (literal == null) {
      throw tokens.peek().unexpected();
    }
    return literal;
  }
}
