package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of a list: the items after a key, and a nextLink unless it is the last page. */
record Page(JsonArray value, JsonElement nextLink) {
  private static final Pattern TOKEN_PATTERN =
      Pattern.compile("\\[\\{\"token\":\"\\+RID:~([A-Za-z0-9+/=]+)#RT:1#TRC:5\".*\\}\\]");

  /** Returns the requested page. Reads no more items than necessary. */
  static <T> Page of(
      Call call,
      NavigableMap<String, T> items,
      int size,
      Predicate<T> filter,
      Function<T, JsonObject> toJson) {
    String token = call.query("continuationToken");
    // The page starts at the next key, even if an item was deleted since the previous page.
    NavigableMap<String, T> remaining = token == null ? items : items.tailMap(keyOf(token), false);
    Iterator<Map.Entry<String, T>> matching =
        remaining.entrySet().stream().filter(item -> filter.test(item.getValue())).iterator();
    JsonArray value = new JsonArray();
    String lastKey = "";
    while (matching.hasNext() && value.size() < size) {
      Map.Entry<String, T> item = matching.next();
      lastKey = item.getKey();
      value.add(toJson.apply(item.getValue()));
    }
    return new Page(
        value, matching.hasNext() ? new JsonPrimitive(nextLink(call, lastKey)) : JsonNull.INSTANCE);
  }

  /** Returns the page with the members in the order of models, event routes and jobs. */
  JsonObject valueFirst() {
    JsonObject page = new JsonObject();
    page.add("value", value);
    page.add("nextLink", nextLink);
    return page;
  }

  /** Returns the page with the members in the order of both relationship lists. */
  JsonObject linkFirst() {
    JsonObject page = new JsonObject();
    page.add("nextLink", nextLink);
    page.add("value", value);
    return page;
  }

  private static String nextLink(Call call, String lastKey) {
    String[] target = call.request().getTarget().split("[?]", 2);
    String query =
        Arrays.stream(target[1].split("&"))
            .filter(pair -> !pair.startsWith("continuationToken="))
            .collect(Collectors.joining("&"));
    // Recorded: the nextLink of this list spells the path differently from the request.
    String path = target[0].equals("/eventroutes") ? "/EventRoutes" : target[0];
    return call.origin() + path + "?continuationToken=" + encode(tokenFor(lastKey)) + "&" + query;
  }

  /** Encodes a token. As recorded, commas and tildes are not encoded. */
  private static String encode(String token) {
    return Call.encode(token).replace("%2C", ",").replace("%7E", "~");
  }

  static String tokenFor(String key) {
    String rid = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    return "[{\"token\":\"+RID:~" + rid + "#RT:1#TRC:5\",\"range\":{\"min\":\"\",\"max\":\"FF\"}}]";
  }

  static String keyOf(String token) {
    Matcher matcher = TOKEN_PATTERN.matcher(token);
    try {
      if (matcher.matches()) {
        return new String(Base64.getDecoder().decode(matcher.group(1)), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: rejected below.
    }
    throw ErrorResponseException.error(
        400, "InvalidArgument", "The continuation token is invalid.");
  }
}
