package io.github.adtauth.testkit.twins;

import io.github.adtauth.testkit.twins.QueryPattern.Edge;
import io.github.adtauth.testkit.twins.QueryPattern.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the query language of Azure Digital Twins.
 *
 * <pre>{@code
 * query      = SELECT selection FROM from [WHERE or]
 * selection  = COUNT() | [TOP(n)] (* | column {, column}) | TOP(n)
 * column     = path [AS name]
 * from       = RELATIONSHIPS [name] | DIGITALTWINS [name] {join} | DIGITALTWINS MATCH pattern
 * join       = JOIN name RELATED name.name [name]
 * pattern    = twins {edge twins}
 * twins      = ([name])
 * edge       = -[condition]- | -[condition]-> | <-[condition]-
 * condition  = [name] [:name {|name}] [* (n | [n]..n)]
 * or         = and {OR and}
 * and        = not {AND not}
 * not        = NOT not | (or) | function | operand IN list | operand NIN list | operand op operand
 * function   = name(path) | name(path, literal) | IS_OF_MODEL([name,] string [, exact])
 * operand    = path | literal
 * list       = [literal {, literal}]
 * path       = name {.name}
 * }</pre>
 */
final class QueryParser {
  private static final int MAX_CHARACTERS = 8000;
  private static final int MAX_JOINS = 5;
  private static final Set<String> NOT_SUPPORTED = Set.of("AVG", "GROUP", "MAX", "MIN", "SUM");

  private record Selected(QueryToken first, List<String> path, @Nullable String alias) {}

  private final QueryTokens tokens;
  private final QueryScope scope = new QueryScope();

  private QueryParser(String query) {
    tokens = new QueryTokens(query);
  }

  static Query parse(String query) {
    if (query.length() > MAX_CHARACTERS) {
      throw QueryToken.error(1, MAX_CHARACTERS, "The query is too long.");
    }
    return new QueryParser(query).query();
  }

  private Query query() {
    tokens.expect("SELECT");
    boolean count = tokens.acceptCall("COUNT");
    if (count) {
      tokens.expect(")");
    }
    int top = !count && tokens.accept("TOP") ? top() : Query.ALL;
    QueryToken selection = tokens.peek();
    boolean star = tokens.accept("*");
    boolean wholeRows = star || (top != Query.ALL && selection.is("FROM"));
    List<Selected> columns = count || wholeRows ? List.of() : columns();
    if (star && !tokens.peek().is("FROM")) {
      throw tokens.peek().mismatched("{<EOF>, FROM, GROUP, WHERE}");
    }
    tokens.expect("FROM");
    QueryToken from = tokens.peek();
    QueryPattern pattern = from();
    if (wholeRows && pattern.kind() == Kind.JOIN) {
      throw selection.error("SELECT * must not be used with JOIN.");
    }
    QueryCondition where = where();
    if (pattern.kind() != Kind.COLLECTION) {
      requireId(pattern, where, from);
    }
    return new Query(count, top, columns.stream().map(this::column).toList(), pattern, where);
  }

  private QueryCondition where() {
    QueryCondition where =
        tokens.accept("WHERE")
            ? new QueryConditionParser(tokens, scope).or()
            : new QueryCondition.And(List.of());
    rejectUnsupported();
    if (tokens.peek().kind() != QueryToken.Kind.END) {
      throw tokens.peek().unexpected();
    }
    return where;
  }

  private int top() {
    tokens.expect("(");
    int top = tokens.count();
    tokens.expect(")");
    return top;
  }

  private List<Selected> columns() {
    List<Selected> columns = new ArrayList<>();
    do {
      rejectUnsupported();
      QueryToken first = tokens.peek();
      List<String> path = tokens.path();
      columns.add(new Selected(first, path, tokens.accept("AS") ? tokens.name().text() : null));
    } while (tokens.accept(","));
    return columns;
  }

  private Query.Column column(Selected selected) {
    List<String> path = selected.path();
    String name = selected.alias() == null ? path.get(path.size() - 1) : selected.alias();
    return new Query.Column(name, scope.column(selected.first(), path));
  }

  private QueryPattern from() {
    if (tokens.accept("RELATIONSHIPS")) {
      String name =
          tokens.isAlias()
              ? scope.addRelationships(tokens.name())
              : scope.addUnnamedRelationships();
      return new QueryPattern(Kind.COLLECTION, List.of(), List.of(name), List.of());
    }
    tokens.expect("DIGITALTWINS");
    if (tokens.accept("MATCH")) {
      return new QueryMatchParser(tokens, scope).pattern();
    }
    if (tokens.isAlias()) {
      scope.addTwins(tokens.name());
    } else {
      scope.addUnnamedTwins();
    }
    List<Edge> joins = joins();
    Kind kind = joins.isEmpty() ? Kind.COLLECTION : Kind.JOIN;
    return new QueryPattern(kind, scope.twins(), scope.relationships(), joins);
  }

  private List<Edge> joins() {
    List<Edge> joins = new ArrayList<>();
    while (tokens.peek().is("JOIN")) {
      if (joins.size() == MAX_JOINS) {
        throw tokens.peek().error("A query must not have more than 5 JOIN clauses.");
      }
      tokens.expect("JOIN");
      QueryToken target = tokens.name();
      tokens.expect("RELATED");
      QueryToken source = tokens.name();
      if (!scope.isTwins(source.text())) {
        throw source.unexpected();
      }
      tokens.expect(".");
      Set<String> names = Set.of(tokens.name().text());
      scope.addTwins(target);
      String relationships = tokens.isAlias() ? scope.addRelationships(tokens.name()) : null;
      joins.add(new Edge(source.text(), target.text(), true, names, 1, 1, relationships));
    }
    return joins;
  }

  /** Requires the id of a twin, because JOIN and MATCH start at known twins. */
  private static void requireId(QueryPattern pattern, QueryCondition where, QueryToken from) {
    if (pattern.twins().stream().allMatch(twins -> QueryIds.of(where, twins, "$dtId") == null)) {
      throw from.error("JOIN and MATCH require a condition on the $dtId of a twin in WHERE.");
    }
  }

  private void rejectUnsupported() {
    if (tokens.peek().isOneOf(NOT_SUPPORTED)) {
      throw tokens.peek().unsupported();
    }
  }
}
