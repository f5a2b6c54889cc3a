package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The twins and relationships that the collections of a query stand for in one row.
 *
 * @param previous the row without the last item, or null if it is the only one
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
   * Returns the key by which the rows of a query are sorted. A continuation token has the key of
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

  /** Returns whether this very item is in the row. */
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
