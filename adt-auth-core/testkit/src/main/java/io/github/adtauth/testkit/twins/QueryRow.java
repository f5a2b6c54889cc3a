package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The twins and relationships that the collections of a query stand for in one row. The key is the
 * row's place among all rows of the query: a continuation token names the last one returned.
 */
record QueryRow(@Nullable QueryRow previous, String collection, JsonObject item, String key) {
  static QueryRow of(String collection, JsonObject item, String key) {
    return new QueryRow(null, collection, item, key);
  }

  QueryRow with(String collection, JsonObject item, String key) {
    return new QueryRow(this, collection, item, key);
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
