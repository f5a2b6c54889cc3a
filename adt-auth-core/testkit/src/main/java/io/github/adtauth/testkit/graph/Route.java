package io.github.adtauth.testkit.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * One operation: method, path pattern such as {@code applications/{id}}, what it asks of the
 * caller, and what answers it.
 */
record Route(
    String method,
    List<String> pattern,
    RequiredPermissions permissions,
    Function<Call, MockResponse> operation) {
  private static final Pattern ALTERNATE_KEY =
      Pattern.compile("(\\w+)\\((appId|uniqueName)='([^']*)'\\)");

  static Route of(String call, RequiredPermissions need, Function<Call, MockResponse> operation) {
    String[] parts = call.split(" ", 2);
    return new Route(parts[0], List.of(parts[1].split("/")), need, operation);
  }

  /** Splits a path, with {@code applications(appId='x')} as two segments. */
  static List<String> segments(String path) {
    Matcher alternate = ALTERNATE_KEY.matcher(path);
    return List.of(alternate.replaceAll("$1/$2=$3").split("/", -1));
  }

  /** Names the operation as {@link #of} takes it. */
  String call() {
    return method + " " + String.join("/", pattern);
  }

  /** The path parameters if the segments fit the pattern, else null. */
  @Nullable Map<String, String> match(List<String> segments) {
    if (segments.size() != pattern.size()) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String expected = pattern.get(i);
      String segment = segments.get(i);
      if (expected.startsWith("{") && !segment.isEmpty()) {
        parameters.put(expected.substring(1, expected.length() - 1), segment);
      } else if (!expected.equalsIgnoreCase(segment)) {
        return null;
      }
    }
    return parameters;
  }
}
