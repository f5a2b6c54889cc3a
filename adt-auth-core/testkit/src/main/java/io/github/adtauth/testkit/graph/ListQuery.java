package io.github.adtauth.testkit.graph;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates {@code $filter}, {@code $select}, {@code $top} and paging for an entity set.
 *
 * @param set the entity set, such as {@code applications}
 * @param type the entity type in error messages, such as {@code Application}
 * @param filters the properties that filters may use
 */
record ListQuery(String set, String type, Set<String> filters) {
  private static final Pattern EQUALS = Pattern.compile("(\\w+) eq '((?:[^']|'')*)'");
  private static final Pattern ANY =
      Pattern.compile("(\\w+)/any\\((\\w+): ?\\2 eq '((?:[^']|'')*)'\\)");
  private static final Pattern STARTS_WITH =
      Pattern.compile("startswith\\((\\w+), ?'((?:[^']|'')*)'\\)", Pattern.CASE_INSENSITIVE);

  /** Matches {@code and} outside of quoted strings. */
  private static final Pattern AND = Pattern.compile(" and (?=(?:[^']*'[^']*')*[^']*$)");

  private static final Set<String> OPTIONS =
      Set.of("$filter", "$select", "$top", "$skiptoken", "$count");

  MockResponse list(Call call, List<JsonObject> all, int pageSize) {
    HttpUrl url = call.request().getUrl();
    for (String option : url.queryParameterNames()) {
      if (!OPTIONS.contains(option)) {
        throw unsupported("Query option '" + option + "' is not supported.");
      }
    }
    List<JsonObject> matches = all.stream().filter(filter(call.query("$filter"))).toList();
    int from = startIndex(call.query("$skiptoken"));
    int to = Math.min(matches.size(), from + pageSize(call.query("$top"), pageSize));
    JsonObject body = new JsonObject();
    body.addProperty("@odata.context", FakeGraph.BASE + "/$metadata#" + set);
    if (to < matches.size()) {
      String token =
          Base64.getUrlEncoder()
              .encodeToString(String.valueOf(to).getBytes(StandardCharsets.UTF_8));
      HttpUrl.Builder next = HttpUrl.get(FakeGraph.BASE + "/" + set).newBuilder();
      url.queryParameterNames().stream()
          .filter(name -> !name.equals("$skiptoken"))
          .forEach(name -> next.addQueryParameter(name, url.queryParameter(name)));
      body.addProperty("@odata.nextLink", next.addQueryParameter("$skiptoken", token) + "");
    }
    String select = call.query("$select");
    body.add(
        "value",
        Json.array(matches.subList(from, to).stream().map(item -> select(item, select)).toList()));
    return GraphResponses.ok(body);
  }

  MockResponse entity(Call call, JsonObject object) {
    return GraphResponses.ok(GraphResponses.entity(set, select(object, call.query("$select"))));
  }

  private JsonObject select(JsonObject object, @Nullable String select) {
    if (select == null) {
      return object;
    }
    JsonObject selected = new JsonObject();
    for (String name : select.split(",", -1)) {
      JsonElement value = object.get(name.trim());
      if (value == null) {
        throw ErrorResponseException.badRequest(
            "BadRequest",
            "Parsing OData Select and Expand failed: Could not find a property named '"
                + name.trim()
                + "' on type 'microsoft.graph."
                + type.substring(0, 1).toLowerCase(Locale.ROOT)
                + type.substring(1)
                + "'.");
      }
      selected.add(name.trim(), value);
    }
    return selected;
  }

  private Predicate<JsonObject> filter(@Nullable String text) {
    return text == null
        ? item -> true
        : Arrays.stream(AND.split(text, -1))
            .map(clause -> clause(clause.trim()))
            .reduce(Predicate::and)
            .orElse(item -> true);
  }

  private Predicate<JsonObject> clause(String clause) {
    Matcher matcher = EQUALS.matcher(clause);
    if (matcher.matches()) {
      String name = filterable(matcher.group(1));
      String value = unquoted(matcher.group(2));
      return item -> Json.text(item, name).equalsIgnoreCase(value);
    }
    matcher = STARTS_WITH.matcher(clause);
    if (matcher.matches()) {
      String name = filterable(matcher.group(1));
      String value = unquoted(matcher.group(2)).toLowerCase(Locale.ROOT);
      return item -> Json.text(item, name).toLowerCase(Locale.ROOT).startsWith(value);
    }
    matcher = ANY.matcher(clause);
    if (matcher.matches()) {
      String name = filterable(matcher.group(1));
      String value = unquoted(matcher.group(3));
      return item -> Json.strings(item, name).contains(value);
    }
    throw ErrorResponseException.badRequest("BadRequest", "Invalid filter clause: " + clause);
  }

  private String filterable(String name) {
    if (!filters.contains(name)) {
      throw unsupported(
          "Unsupported or invalid query filter clause specified for property '"
              + name
              + "' of resource '"
              + type
              + "'.");
    }
    return name;
  }

  private static String unquoted(String value) {
    return value.replace("''", "'");
  }

  private static int pageSize(@Nullable String top, int defaultValue) {
    if (top == null) {
      return defaultValue;
    }
    if (!top.matches("[1-9][0-9]{0,2}")) {
      throw unsupported(
          "Invalid page size specified: '" + top + "'. Must be between 1 and 999 inclusive.");
    }
    return Integer.parseInt(top);
  }

  private static int startIndex(@Nullable String token) {
    try {
      return token == null
          ? 0
          : Integer.parseInt(
              new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw ErrorResponseException.badRequest(
          "Directory_ExpiredPageToken", "The specified page token is invalid.");
    }
  }

  private static ErrorResponseException unsupported(String text) {
    return ErrorResponseException.badRequest("Request_UnsupportedQuery", text);
  }
}
