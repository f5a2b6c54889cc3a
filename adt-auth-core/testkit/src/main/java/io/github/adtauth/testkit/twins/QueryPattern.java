package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What FROM selects: the twins, the relationships, or twins that are connected by relationships.
 *
 * @param kind how the collections belong together
 * @param twins the collections of twins, in the order of the query
 * @param relationships the collections of relationships, in the order of the query
 * @param edges how the twins are connected
 */
record QueryPattern(Kind kind, List<String> twins, List<String> relationships, List<Edge> edges) {
  enum Kind {
    /** Twins or relationships alone. */
    COLLECTION,
    JOIN,
    MATCH
  }

  /**
   * A connection of two collections of twins.
   *
   * @param source the collection at the left end of JOIN's or at the tail of MATCH's arrow
   * @param names the names that a relationship may have; any, if empty
   * @param collection the collection of relationships, or null if the query does not name it
   */
  record Edge(
      String source,
      String target,
      boolean directed,
      Set<String> names,
      int minHops,
      int maxHops,
      @Nullable String collection) {
    boolean matches(JsonObject relationship) {
      return names.isEmpty() || names.contains(relationship.get("$relationshipName").getAsString());
    }
  }

  /** Returns the names of all collections, without those that the query leaves unnamed. */
  List<String> collections() {
    return Stream.concat(twins.stream(), relationships.stream())
        .filter(name -> !isUnnamed(name))
        .toList();
  }

  /** A name for a collection that the query does not name. No name in a query is like it. */
  static String unnamed(int number) {
    return "[" + number + "]";
  }

  static boolean isUnnamed(String name) {
    return name.startsWith("[");
  }
}
