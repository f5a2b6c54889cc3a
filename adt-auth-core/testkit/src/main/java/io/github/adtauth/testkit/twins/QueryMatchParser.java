package io.github.adtauth.testkit.twins;

import io.github.adtauth.testkit.twins.QueryPattern.Edge;
import io.github.adtauth.testkit.twins.QueryPattern.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the pattern of MATCH. {@link QueryParser} has the grammar. */
final class QueryMatchParser {
  private static final int MAX_HOPS = 10;

  private record Hops(int min, int max) {}

  private final QueryTokens tokens;
  private final QueryScope scope;
  private final List<Edge> edges = new ArrayList<>();
  private int totalHops;

  QueryMatchParser(QueryTokens tokens, QueryScope scope) {
    this.tokens = tokens;
    this.scope = scope;
  }

  QueryPattern pattern() {
    String left = twins();
    while (tokens.peek().is("<") || tokens.peek().is("-")) {
      left = edge(left);
    }
    return new QueryPattern(Kind.MATCH, scope.twins(), scope.relationships(), edges);
  }

  private String twins() {
    tokens.expect("(");
    return tokens.accept(")") ? scope.addUnnamedTwins() : namedTwins();
  }

  /** Declares a collection of twins. A repeated name refers to the same twin. */
  private String namedTwins() {
    QueryToken name = tokens.name();
    tokens.expect(")");
    return scope.isTwins(name.text()) ? name.text() : scope.addTwins(name);
  }

  /** Reads a relationship condition and the twins at its other end, and returns their name. */
  private String edge(String left) {
    QueryToken first = tokens.peek();
    boolean toLeft = tokens.accept("<");
    tokens.expect("-");
    tokens.expect("[");
    Set<String> names = new LinkedHashSet<>();
    QueryToken variable = tokens.peek();
    String collection = relationships(names);
    Hops hops = tokens.accept("*") ? hops() : new Hops(1, 1);
    if (collection != null && hops.max() > 1) {
      throw variable.error("A relationship of more than one hop must not have a name.");
    }
    tokens.expect("]");
    tokens.expect("-");
    boolean toRight = !toLeft && tokens.accept(">");
    totalHops += hops.max();
    if (totalHops > MAX_HOPS) {
      throw first.error("A query must not have more than 10 hops.");
    }
    String right = twins();
    edges.add(
        new Edge(
            toLeft ? right : left,
            toLeft ? left : right,
            toLeft || toRight,
            names,
            hops.min(),
            hops.max(),
            collection));
    return right;
  }

  /**
   * Reads {@code r}, {@code :x|y} or {@code r:x|y}, adds the names and returns the collection. The
   * documentation also permits {@code x|y}, which can only be names.
   */
  private @Nullable String relationships(Set<String> names) {
    if (!tokens.peek().isName()) {
      addNames(names);
      return null;
    }
    if (tokens.isFollowedBy("|")) {
      names.add(tokens.name().text());
      addMoreNames(names);
      return null;
    }
    String collection = scope.addRelationships(tokens.name());
    addNames(names);
    return collection;
  }

  private void addNames(Set<String> names) {
    if (tokens.accept(":")) {
      names.add(tokens.name().text());
      addMoreNames(names);
    }
  }

  private void addMoreNames(Set<String> names) {
    while (tokens.accept("|")) {
      names.add(tokens.name().text());
    }
  }

  /** Reads {@code 3}, {@code 1..3} (which is 2 or 3) or {@code ..3}. */
  private Hops hops() {
    QueryToken first = tokens.peek();
    int start = first.is("..") ? 0 : tokens.count();
    int end = tokens.accept("..") ? tokens.count() : -1;
    Hops hops = end < 0 ? new Hops(start, start) : new Hops(start + 1, end);
    if (hops.min() < 1 || hops.max() < hops.min() || hops.max() > MAX_HOPS) {
      throw first.unexpected();
    }
    return hops;
  }
}
