package io.github.adtauth.testkit.twins;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * One operation: method, path pattern such as {@code models/{id}}, the api-version that introduced
 * it, and its implementation.
 */
record Route(
    String method,
    List<String> pattern,
    boolean readOnly,
    String sinceVersion,
    Function<Call, MockResponse> operation) {

  static Route read(String method, String pattern, Function<Call, MockResponse> operation) {
    return new Route(method, List.of(pattern.split("/")), true, "2020-10-31", operation);
  }

  static Route write(String method, String pattern, Function<Call, MockResponse> operation) {
    return new Route(method, List.of(pattern.split("/")), false, "2020-10-31", operation);
  }

  Route sinceVersion(String apiVersion) {
    return new Route(method, pattern, readOnly, apiVersion, operation);
  }

  /** Returns whether the service limits this operation to 50 calls per second. */
  boolean createsOrDeletesInGraph() {
    return pattern.get(0).equals("digitaltwins")
        && (method.equals("PUT") || method.equals("DELETE"));
  }

  /** Returns the path parameters if the segments match the pattern, otherwise null. */
  @Nullable Map<String, String> matchPath(List<String> segments) {
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
