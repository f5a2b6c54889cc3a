package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.twins.QueryToken.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the part of the query language that the emulator knows; the rest is a SqlQueryError. */
final class QueryParser {
  private static final int MOST_CHARACTERS = 8000;
  private static final int MOST_IN_LIST = 50;
  private static final int MOST_NESTED = 50;
  private static final Set<String> OPERATORS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");

  private record Column(List<String> path, @Nullable String name, QueryToken token) {}

  private final List<QueryToken> tokens;
  private int at;
  private int depth;
  private @Nullable String alias;

  private QueryParser(String query) {
    tokens = QueryTokenizer.tokens(query);
  }

  static Query parse(String query) {
    if (query.length() > MOST_CHARACTERS) {
      throw QueryToken.error(1, MOST_CHARACTERS, "The query is too long.");
    }
    return new QueryParser(query).query();
  }

  private Query query() {
    expect("SELECT");
    boolean count = accept("COUNT");
    if (count) {
      expect("(");
      expect(")");
    }
    int top = !count && accept("TOP") ? top() : Query.ALL;
    List<Column> columns = count || accept("*") ? List.of() : columns();
    expect("FROM");
    boolean ofRelationships = accept("RELATIONSHIPS");
    if (!ofRelationships) {
      expect("DIGITALTWINS");
    }
    if (peek().isName()) {
      alias = next().text();
    }
    QueryCondition where = accept("WHERE") ? or() : (twin, store) -> QueryCondition.Truth.TRUE;
    if (peek().kind() != Kind.END) {
      throw peek().unexpected();
    }
    List<Query.Projection> projections = columns.stream().map(this::projection).toList();
    return new Query(count, top, projections, ofRelationships, where);
  }

  private int top() {
    expect("(");
    QueryToken number = next();
    if (number.kind() != Kind.NUMBER || !number.text().matches("[0-9]{1,9}")) {
      throw number.unexpected();
    }
    expect(")");
    return Integer.parseInt(number.text());
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    do {
      QueryToken first = peek();
      List<String> path = path();
      columns.add(new Column(path, accept("AS") ? name() : null, first));
    } while (accept(","));
    return columns;
  }

  private Query.Projection projection(Column column) {
    List<String> path = column.path();
    if (!path.get(0).equals(alias)) {
      throw column.token().unexpected();
    }
    String name = column.name() == null ? path.get(path.size() - 1) : column.name();
    return new Query.Projection(path.subList(1, path.size()), name);
  }

  private QueryCondition or() {
    QueryCondition condition = and();
    while (accept("OR")) {
      condition = QueryCondition.or(condition, and());
    }
    return condition;
  }

  private QueryCondition and() {
    QueryCondition condition = not();
    while (accept("AND")) {
      condition = QueryCondition.and(condition, not());
    }
    return condition;
  }

  private QueryCondition not() {
    if (++depth > MOST_NESTED) {
      throw peek().unexpected();
    }
    QueryCondition condition = accept("NOT") ? QueryCondition.not(not()) : predicate();
    depth--;
    return condition;
  }

  private QueryCondition predicate() {
    if (accept("(")) {
      QueryCondition condition = or();
      expect(")");
      return condition;
    }
    if (accept("IS_OF_MODEL")) {
      return isOfModel();
    }
    if (accept("IS_DEFINED")) {
      expect("(");
      List<String> path = property();
      expect(")");
      return QueryCondition.isDefined(path);
    }
    if (accept("STARTSWITH")) {
      expect("(");
      List<String> path = property();
      expect(",");
      String prefix = string();
      expect(")");
      return QueryCondition.startsWith(path, prefix);
    }
    return comparison();
  }

  /** IS_OF_MODEL([alias,] 'dtmi' [, exact]). */
  private QueryCondition isOfModel() {
    expect("(");
    if (peek().isName()) {
      QueryToken collection = next();
      if (!collection.text().equals(alias)) {
        throw collection.unexpected();
      }
      expect(",");
    }
    String modelId = string();
    boolean exact = accept(",");
    if (exact) {
      expect("EXACT");
    }
    expect(")");
    return QueryCondition.isOfModel(modelId, exact);
  }

  private QueryCondition comparison() {
    QueryCondition.Operand left = operand();
    if (accept("IN")) {
      return QueryCondition.in(left, list());
    }
    if (accept("NIN")) {
      return QueryCondition.not(QueryCondition.in(left, list()));
    }
    QueryToken operator = next();
    if (operator.kind() != Kind.SIGN || !OPERATORS.contains(operator.text())) {
      throw operator.unexpected();
    }
    return QueryCondition.compare(left, operator.text(), operand());
  }

  private QueryCondition.Operand operand() {
    JsonElement literal = literal();
    return literal != null
        ? new QueryCondition.Operand(List.of(), literal)
        : new QueryCondition.Operand(property(), null);
  }

  private List<JsonElement> list() {
    expect("[");
    List<JsonElement> values = new ArrayList<>();
    do {
      JsonElement value = literal();
      if (value == null || values.size() == MOST_IN_LIST) {
        throw peek().unexpected();
      }
      values.add(value);
    } while (accept(","));
    expect("]");
    return values;
  }

  private @Nullable JsonElement literal() {
    QueryToken token = peek();
    if (token.kind() == Kind.STRING) {
      return new JsonPrimitive(next().text());
    }
    if (token.kind() == Kind.NUMBER) {
      return new JsonPrimitive(new BigDecimal(next().text()));
    }
    if (token.is("TRUE") || token.is("FALSE")) {
      return new JsonPrimitive(next().is("TRUE"));
    }
    return null;
  }

  private String string() {
    QueryToken token = next();
    if (token.kind() != Kind.STRING) {
      throw token.unexpected();
    }
    return token.text();
  }

  /** A path below the twin, with or without the alias before it. */
  private List<String> property() {
    QueryToken first = peek();
    List<String> path = path();
    if (path.get(0).equals(alias)) {
      if (path.size() == 1) {
        throw first.unexpected();
      }
      return path.subList(1, path.size());
    }
    return path;
  }

  private List<String> path() {
    List<String> path = new ArrayList<>();
    do {
      path.add(name());
    } while (accept("."));
    return path;
  }

  private String name() {
    QueryToken token = next();
    if (!token.isName()) {
      throw token.unexpected();
    }
    return token.text();
  }

  private void expect(String wordOrSign) {
    if (!accept(wordOrSign)) {
      throw peek().missing(wordOrSign);
    }
  }

  private boolean accept(String wordOrSign) {
    boolean found = peek().is(wordOrSign);
    if (found) {
      at++;
    }
    return found;
  }

  private QueryToken peek() {
    return tokens.get(at);
  }

  private QueryToken next() {
    QueryToken token = tokens.get(at);
    if (token.kind() == Kind.END) {
      throw token.unexpected();
    }
    at++;
    return token;
  }
}
