package io.github.adtauth.testkit.twins;

import io.github.adtauth.testkit.twins.QueryOperand.Property;
import java.util.ArrayList;
import java.util.List;

/** The collections that a query declares. Resolves the paths of the query. */
final class QueryScope {
  private final List<String> twins = new ArrayList<>();
  private final List<String> relationships = new ArrayList<>();

  List<String> twins() {
    return List.copyOf(twins);
  }

  List<String> relationships() {
    return List.copyOf(relationships);
  }

  /** Declares an unnamed collection of twins and returns a name for it. */
  String addUnnamedTwins() {
    twins.add(QueryPattern.unnamed(twins.size()));
    return twins.get(twins.size() - 1);
  }

  String addUnnamedRelationships() {
    relationships.add(QueryPattern.unnamed(0));
    return relationships.get(0);
  }

  /** Declares a collection of twins. Rejects names that are already declared. */
  String addTwins(QueryToken name) {
    return declare(name, twins);
  }

  /** Declares a collection of relationships. Rejects names that are already declared. */
  String addRelationships(QueryToken name) {
    return declare(name, relationships);
  }

  boolean isTwins(String name) {
    return twins.contains(name);
  }

  /** Returns whether the query has a single collection, whose name paths may omit. */
  boolean isSingle() {
    return twins.size() + relationships.size() == 1;
  }

  /** Returns the only collection. */
  String single() {
    return twins.isEmpty() ? relationships.get(0) : twins.get(0);
  }

  /** Reads a property in WHERE. The collection name is optional if there is only one. */
  Property property(QueryTokens tokens) {
    QueryToken first = tokens.peek();
    List<String> path = tokens.path();
    boolean isQualified = isDeclared(path.get(0));
    if (isQualified ? path.size() == 1 : !isSingle()) {
      throw first.unexpected();
    }
    return isQualified ? qualified(path) : new Property(single(), path);
  }

  /** Resolves a column of SELECT to a collection or a property. */
  Property column(QueryToken first, List<String> path) {
    if (isDeclared(path.get(0))) {
      return qualified(path);
    }
    if (!isSingle() || (path.size() > 1 && !QueryPattern.isUnnamed(single()))) {
      throw first.unexpected();
    }
    return new Property(single(), path);
  }

  private static Property qualified(List<String> path) {
    return new Property(path.get(0), path.subList(1, path.size()));
  }

  private boolean isDeclared(String name) {
    return twins.contains(name) || relationships.contains(name);
  }

  private String declare(QueryToken name, List<String> collections) {
    if (isDeclared(name.text())) {
      throw name.unexpected();
    }
    collections.add(name.text());
    return name.text();
  }
}
