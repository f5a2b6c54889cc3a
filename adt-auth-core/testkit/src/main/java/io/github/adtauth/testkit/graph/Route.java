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
 * An operation with its method, path pattern such as {@code applications/{id}}, required
 * permissions and implementation.
 */
record Route(
    String method,
    List<String> pattern,
    RequiredPermissions permissions,
    Function<Call, MockResponse> operation) {
  private static final Pattern ALTERNATE_KEY =
      Pattern.compile("(\\w+)\\((appId|uniqueName)='([^']*)'\\)");

  static Route of(
      String call, RequiredPermissions permissions, Function<Call, MockResponse> operation) {
    String[] parts = call.split(" ", 2);
    return new Route(parts[0], List.of(parts[1].split("/")), permissions, operation);
  }

  /** Splits a path into segments. {@code applications(appId='x')} becomes two segments. */
  static List<String> segments(String path) {
    Matcher alternate = ALTERNATE_KEY.matcher(path);
    return List.of(alternate.replaceAll("$1/$2=$3").split("/", -1));
  }

  /** Returns the operation in the form that {@link #of} accepts. */
  String call() {
    return method + " " + String.join("/", pattern);
  }

  /** Returns the path parameters if the segments match the pattern, or null. */
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
