package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One page of a query's result.
 *
 * @param nextKey the key of the last row, or null if there are no more rows
 * @param visited the number of twins and relationships read
 */
record QueryPage(JsonArray value, @Nullable String nextKey, int visited) {
  /** Returns the page after a key, given the number of rows returned before. */
  static QueryPage of(Query query, Store store, String after, int returned, int size) {
    return query.count()
        ? count(query, store)
        : new Filler(query, returned, size).fill(store, after);
  }

  private static QueryPage count(Query query, Store store) {
    int[] count = new int[1];
    int visited = QueryRows.forEach(query, store, "", row -> ++count[0] > 0);
    JsonObject row = new JsonObject();
    row.addProperty("COUNT", count[0]);
    JsonArray value = new JsonArray();
    value.add(row);
    return new QueryPage(value, null, visited);
  }

  /** Adds rows until the page is full and another row exists, or until TOP is reached. */
  private static final class Filler {
    private final Query query;
    private final int size;
    private final int maxRows;
    private final JsonArray value = new JsonArray();
    private @Nullable QueryRow last;
    private boolean more;

    Filler(Query query, int returned, int size) {
      this.query = query;
      this.size = size;
      this.maxRows = query.top() - returned;
    }

    QueryPage fill(Store store, String after) {
      int visited = maxRows > 0 ? QueryRows.forEach(query, store, after, this::add) : 0;
      return new QueryPage(value, more && last != null ? last.key() : null, visited);
    }

    private boolean add(QueryRow row) {
      more = value.size() == size;
      if (!more) {
        value.add(query.select(row));
        last = row;
      }
      return !more && value.size() < maxRows;
    }
  }
}
