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

/** One page of a list: the items after a key, and a nextLink while there are more. */
record Page(JsonArray value, JsonElement nextLink) {
  private static final Pattern TOKEN_PATTERN =
      Pattern.compile("\\[\\{\"token\":\"\\+RID:~([A-Za-z0-9+/=]+)#RT:1#TRC:5\".*\\}\\]");

  /** Reads the page that the call asks for; touches no more items than it must. */
  static <T> Page of(
      Call call,
      String host,
      NavigableMap<String, T> all,
      int size,
      Predicate<T> wanted,
      Function<T, JsonObject> show) {
    String token = call.query("continuationToken");
    // An item deleted between two pages does no harm: the next key counts.
    NavigableMap<String, T> rest = token == null ? all : all.tailMap(keyOf(token), false);
    Iterator<Map.Entry<String, T>> items =
        rest.entrySet().stream().filter(item -> wanted.test(item.getValue())).iterator();
    JsonArray value = new JsonArray();
    String last = "";
    while (items.hasNext() && value.size() < size) {
      Map.Entry<String, T> item = items.next();
      last = item.getKey();
      value.add(show.apply(item.getValue()));
    }
    return new Page(
        value, items.hasNext() ? new JsonPrimitive(nextLink(call, host, last)) : JsonNull.INSTANCE);
  }

  /** The order of models, event routes and jobs. */
  JsonObject valueFirst() {
    JsonObject page = new JsonObject();
    page.add("value", value);
    page.add("nextLink", nextLink);
    return page;
  }

  /** The order of both lists of relationships. */
  JsonObject linkFirst() {
    JsonObject page = new JsonObject();
    page.add("nextLink", nextLink);
    page.add("value", value);
    return page;
  }

  private static String nextLink(Call call, String host, String lastKey) {
    String[] target = call.request().getTarget().split("[?]", 2);
    String query =
        Arrays.stream(target[1].split("&"))
            .filter(pair -> !pair.startsWith("continuationToken="))
            .collect(Collectors.joining("&"));
    // Recorded: this one list spells its path in another way than it is called.
    String path = target[0].equals("/eventroutes") ? "/EventRoutes" : target[0];
    return "https://" + host + path + "?continuationToken=" + encode(tokenFor(lastKey)) + "&" + query;
  }

  /** Recorded: a comma and a tilde stay as they are. */
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
      // Not Base64: refused below.
    }
    throw ErrorResponseException.error(400, "InvalidArgument", "The continuation token is invalid.");
  }
}
