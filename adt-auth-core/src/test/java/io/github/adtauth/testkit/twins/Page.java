package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One page of a list: the items after a key, and a nextLink while there are more. */
final class Page {
  private static final Pattern TOKEN =
      Pattern.compile("\\[\\{\"token\":\"\\+RID:~([A-Za-z0-9+/=]+)#RT:1#TRC:5\".*\\}\\]");

  private Page() {}

  static JsonObject of(Call call, String host, SortedMap<String, JsonObject> all, int size) {
    String token = call.query("continuationToken");
    // The smallest key after k is k + NUL, so that an item deleted between two pages does no harm.
    SortedMap<String, JsonObject> rest = token == null ? all : all.tailMap(key(token) + "\0");
    JsonArray value = new JsonArray();
    String last = "";
    for (var item : rest.entrySet()) {
      if (value.size() == size) {
        break;
      }
      last = item.getKey();
      value.add(item.getValue());
    }
    JsonObject page = new JsonObject();
    page.add("value", value);
    if (rest.size() > size) {
      page.addProperty("nextLink", nextLink(call, host, last));
    } else {
      page.add("nextLink", JsonNull.INSTANCE);
    }
    return page;
  }

  private static String nextLink(Call call, String host, String lastKey) {
    String[] target = call.request().getTarget().split("[?]", 2);
    String query =
        Arrays.stream(target[1].split("&"))
            .filter(pair -> !pair.startsWith("continuationToken="))
            .collect(Collectors.joining("&"));
    return "https://"
        + host
        + target[0]
        + "?continuationToken="
        + Call.encode(token(lastKey))
        + "&"
        + query;
  }

  static String token(String key) {
    String rid = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    return "[{\"token\":\"+RID:~" + rid + "#RT:1#TRC:5\",\"range\":{\"min\":\"\",\"max\":\"FF\"}}]";
  }

  static String key(String token) {
    Matcher matcher = TOKEN.matcher(token);
    try {
      if (matcher.matches()) {
        return new String(Base64.getDecoder().decode(matcher.group(1)), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: refused below.
    }
    throw Refused.error(400, "InvalidArgument", "The continuation token is invalid.");
  }
}
