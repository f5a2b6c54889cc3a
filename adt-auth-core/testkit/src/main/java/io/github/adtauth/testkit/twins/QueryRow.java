package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A row of a query: one twin or relationship for each collection.
 *
 * @param previous the row without the last item, or null if there is no other item
 * @param mark the part of the key for the last item
 */
record QueryRow(@Nullable QueryRow previous, String collection, JsonObject item, String mark) {
  static QueryRow of(String collection, JsonObject item, String key) {
    return new QueryRow(null, collection, item, key);
  }

  QueryRow with(String collection, JsonObject item, String mark) {
    return new QueryRow(this, collection, item, mark);
  }

  /**
   * Returns the key by which the rows of a query are sorted. Continuation tokens contain the key of
   * the last row returned.
   */
  String key() {
    return previous == null ? mark : previous.key() + mark;
  }

  /** Returns the item of a collection, or null if the row does not have one yet. */
  @Nullable JsonObject get(String collection) {
    for (QueryRow row = this; row != null; row = row.previous) {
      if (row.collection.equals(collection)) {
        return row.item;
      }
    }
    return null;
  }

  /** Returns whether the row contains the same item instance. */
  @SuppressWarnings("ReferenceEquality")
  boolean contains(JsonObject item) {
    for (QueryRow row = this; row != null; row = row.previous) {
      if (row.item == item) {
        return true;
      }
    }
    return false;
  }
}
