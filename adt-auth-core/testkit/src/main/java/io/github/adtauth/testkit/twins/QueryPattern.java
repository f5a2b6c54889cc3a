package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The FROM clause: twins, relationships, or twins connected by relationships.
 *
 * @param kind the type of the clause
 * @param twins the collections of twins, in the order of the query
 * @param relationships the collections of relationships, in the order of the query
 * @param edges the connections between the twins
 */
record QueryPattern(Kind kind, List<String> twins, List<String> relationships, List<Edge> edges) {
  enum Kind {
    /** Only twins or only relationships. */
    COLLECTION,
    JOIN,
    MATCH
  }

  /**
   * A connection of two collections of twins.
   *
   * @param source the left collection of a JOIN, or the collection at the tail of the arrow in
   *     MATCH
   * @param names the permitted relationship names, or an empty set to permit any
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

  /** Returns the names of all collections that the query names. */
  List<String> collections() {
    return Stream.concat(twins.stream(), relationships.stream())
        .filter(name -> !isUnnamed(name))
        .toList();
  }

  /** Returns a name for an unnamed collection, distinct from any name in a query. */
  static String unnamed(int number) {
    return "[" + number + "]";
  }

  static boolean isUnnamed(String name) {
    return name.startsWith("[");
  }
}
