package io.github.adtauth.testkit.twins;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.UUID;
import mockwebserver3.MockResponse;

/** The operation {@code POST /query}. Unlike the service, it sees every write immediately. */
final class QueryOperation {
  private static final int PAGE_SIZE = 100;
  private static final int MAX_PAGE_SIZE = 1000;
  private static final int CHUNK = 16 * 1024;

  private final Store store;

  QueryOperation(Store store) {
    this.store = store;
  }

  MockResponse run(Call call) {
    JsonObject body = call.readObject();
    String token = Json.string(body, "continuationToken");
    String text = Json.string(body, "query");
    if (token == null && text == null) {
      throw ErrorResponseException.error(
          400, "InvalidArgument", "The request must have a query or a continuationToken.");
    }
    QueryPosition position =
        token != null ? QueryPosition.read(token) : QueryPosition.start(String.valueOf(text));
    int size = call.pageSize(store.pageSize(PAGE_SIZE), MAX_PAGE_SIZE);
    JsonObject page = page(position, size);
    String charge =
        String.format(Locale.ROOT, "%.2f", 2.5 + page.getAsJsonArray("value").size() * 0.1);
    MockResponse.Builder response =
        TwinsResponses.json(200, page).newBuilder().setHeader("query-charge", charge);
    if (call.request().getVersion().startsWith("HTTP/1")) {
      response.chunkedBody(Json.write(page), CHUNK); // HTTP/2 has no chunks (RFC 9113 8.2.2)
    }
    return response.build();
  }

  private JsonObject page(QueryPosition position, int size) {
    Query query = QueryParser.parse(position.query());
    QueryPage result = QueryPage.of(query, store, position.lastKey(), position.returned(), size);
    JsonObject page = new JsonObject();
    page.add("value", result.value());
    if (result.nextKey() == null) {
      page.add("continuationToken", JsonNull.INSTANCE);
    } else {
      page.addProperty("continuationToken", position.after(result.nextKey(), size).write());
    }
    return page;
  }

  /** The content of a continuation token: the query, the last key returned and the row count. */
  private record QueryPosition(String query, String lastKey, int returned, int page) {
    static QueryPosition start(String query) {
      return new QueryPosition(query, "", 0, 0);
    }

    QueryPosition after(String key, int rows) {
      return new QueryPosition(query, key, returned + rows, page + 1);
    }

    /** Returns the token in the recorded format: JSON with JSON in one of its strings. */
    String write() {
      JsonObject token = new JsonObject();
      token.addProperty("_t", 2);
      token.add("_s", JsonNull.INSTANCE);
      token.addProperty("_rc", Page.tokenFor(lastKey));
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
              query, Page.keyOf(rc), token.get("_tr").getAsInt(), token.get("_pn").getAsInt());
        }
      } catch (ErrorResponseException | NumberFormatException e) {
        // Not a token of this emulator: rejected below.
      }
      throw ErrorResponseException.error(400, "BadRequest", "The continuation token is invalid.");
    }
  }
}
