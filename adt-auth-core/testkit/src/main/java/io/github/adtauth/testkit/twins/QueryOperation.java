package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.UUID;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The operation {@code POST /query}. Unlike the service it sees every write at once. */
final class QueryOperation {
  private static final int PAGE_SIZE = 100;
  private static final int MOST_PER_PAGE = 1000;
  private static final int CHUNK = 16 * 1024;

  private final Store store;

  QueryOperation(Store store) {
    this.store = store;
  }

  MockResponse run(Call call) {
    JsonObject body = call.object();
    String token = Json.string(body, "continuationToken");
    String text = Json.string(body, "query");
    if (token == null && text == null) {
      throw Refused.error(
          400, "InvalidArgument", "The request must have a query or a continuationToken.");
    }
    QueryPosition position =
        token != null ? QueryPosition.read(token) : QueryPosition.start(String.valueOf(text));
    int size = call.pageSize(store.pageSize(PAGE_SIZE), MOST_PER_PAGE);
    JsonObject page = page(position, size);
    String charge =
        String.format(Locale.ROOT, "%.2f", 2.5 + page.getAsJsonArray("value").size() * 0.1);
    return Answers.json(200, page)
        .newBuilder()
        .chunkedBody(Json.write(page), CHUNK)
        .setHeader("query-charge", charge)
        .build();
  }

  private JsonObject page(QueryPosition position, int size) {
    Query query = QueryParser.parse(position.query());
    JsonArray value = new JsonArray();
    QueryPosition next = null;
    if (query.count()) {
      value.add(count(query));
    } else {
      next = fill(value, query, position, size);
    }
    JsonObject page = new JsonObject();
    page.add("value", value);
    if (next == null) {
      page.add("continuationToken", JsonNull.INSTANCE);
    } else {
      page.addProperty("continuationToken", next.write());
    }
    return page;
  }

  private JsonObject count(Query query) {
    JsonObject row = new JsonObject();
    row.addProperty(
        "COUNT", source(query).values().stream().filter(item -> selects(query, item)).count());
    return row;
  }

  /** Adds up to {@code size} rows; returns where the next page starts, or null at the end. */
  private @Nullable QueryPosition fill(
      JsonArray value, Query query, QueryPosition position, int size) {
    String last = position.lastKey();
    for (var entry : source(query).tailMap(position.lastKey(), false).entrySet()) {
      if (position.returned() + value.size() >= query.top()) {
        return null;
      }
      if (selects(query, entry.getValue())) {
        if (value.size() == size) {
          return position.after(last, size);
        }
        value.add(query.row(entry.getValue()));
        last = entry.getKey();
      }
    }
    return null;
  }

  private NavigableMap<String, JsonObject> source(Query query) {
    return query.ofRelationships() ? store.relationships.all() : store.twins;
  }

  private boolean selects(Query query, JsonObject item) {
    return query.where().test(item, store) == QueryCondition.Truth.TRUE;
  }

  /** What a continuation token says: the query, the last item returned, how many so far. */
  private record QueryPosition(String query, String lastKey, int returned, int page) {
    static QueryPosition start(String query) {
      return new QueryPosition(query, "", 0, 0);
    }

    QueryPosition after(String key, int rows) {
      return new QueryPosition(query, key, returned + rows, page + 1);
    }

    /** The recorded shape: JSON in a string, with JSON in a string inside. */
    String write() {
      JsonObject token = new JsonObject();
      token.addProperty("_t", 2);
      token.add("_s", JsonNull.INSTANCE);
      token.addProperty("_rc", Page.token(lastKey));
      token.addProperty("_q", query);
      token.addProperty("_id", UUID.randomUUID().toString());
      token.addProperty("_tr", returned);
      token.addProperty("_pn", page);
      return Json.write(token);
    }

    static QueryPosition read(String text) {
      try {
        JsonObject token = Json.readObject(text);
        String query = Json.string(token, "_q");
        String rc = Json.string(token, "_rc");
        if (query != null
            && rc != null
            && Json.isNumber(token.get("_tr"))
            && Json.isNumber(token.get("_pn"))) {
          return new QueryPosition(
              query, Page.key(rc), token.get("_tr").getAsInt(), token.get("_pn").getAsInt());
        }
      } catch (Refused | NumberFormatException e) {
        // Not one of ours: refused below.
      }
      throw Refused.error(400, "BadRequest", "The continuation token is invalid.");
    }
  }
}
