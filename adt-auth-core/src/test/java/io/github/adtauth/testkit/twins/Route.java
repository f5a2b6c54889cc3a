package io.github.adtauth.testkit.twins;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** One operation: method, path pattern such as {@code models/{id}}, and what answers it. */
record Route(
    String method, List<String> pattern, boolean reads, Function<Call, MockResponse> operation) {

  static Route read(String method, String pattern, Function<Call, MockResponse> operation) {
    return new Route(method, List.of(pattern.split("/")), true, operation);
  }

  static Route write(String method, String pattern, Function<Call, MockResponse> operation) {
    return new Route(method, List.of(pattern.split("/")), false, operation);
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
