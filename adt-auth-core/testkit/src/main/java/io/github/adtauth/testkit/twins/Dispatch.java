package io.github.adtauth.testkit.twins;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** Finds the operation of a request and checks what is checked for all of them. */
final class Dispatch {
  private static final Set<String> API_VERSIONS =
      Set.of("2020-10-31", "2022-05-31", "2023-06-30", "2023-10-31");
  private static final int MOST_PAYLOAD = 32 * 1024;
  private static final int MOST_MODELS_PAYLOAD = 1024 * 1024;

  private final TokenGate gate;
  private final Throttle throttle;
  private final List<Route> routes;
  private final Object lock;
  private final Map<String, Integer> puts = new HashMap<>();

  /** Operations run one after the other under the lock. */
  Dispatch(TokenGate gate, Throttle throttle, List<Route> routes, Object lock) {
    this.gate = gate;
    this.throttle = throttle;
    this.routes = routes;
    this.lock = lock;
  }

  MockResponse answer(RecordedRequest request) {
    List<String> segments = Call.segments(request);
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      Map<String, String> path = route.match(segments);
      if (path != null && route.method().equals(request.getMethod())) {
        return run(route, new Call(request, path));
      }
      if (path != null) {
        methods.add(route.method());
      }
    }
    gate.check(request, true);
    if (methods.isEmpty()) {
      return Answers.empty(404);
    }
    return Answers.empty(405).newBuilder().setHeader("Allow", String.join(", ", methods)).build();
  }

  /** The PUTs of twins and relationships that succeeded. Callers hold the lock. */
  Map<String, Integer> puts() {
    return Map.copyOf(puts);
  }

  private MockResponse run(Route route, Call call) {
    gate.check(call.request(), route.reads());
    if (route.createsOrDeletesInGraph()) {
      throttle.check();
    }
    MockResponse answer;
    try {
      answer = operate(route, call);
    } catch (Refused refused) {
      answer = refused.answer();
    }
    return Answers.served(answer, call.header("traceparent"));
  }

  private MockResponse operate(Route route, Call call) {
    checkApiVersion(route, call.query("api-version"));
    checkPayload(route, call.request());
    synchronized (lock) {
      MockResponse answer = route.operation().apply(call);
      if (route.method().equals("PUT") && route.createsOrDeletesInGraph()) {
        puts.merge(key(call), 1, Integer::sum);
      }
      return answer;
    }
  }

  private static String key(Call call) {
    String relationshipId = call.path().get("relationshipId");
    return call.path("id") + (relationshipId == null ? "" : "/" + relationshipId);
  }

  // The shape is the service's; the code and text of this error were never recorded.
  private static void checkApiVersion(Route route, @Nullable String version) {
    if (version == null) {
      throw Refused.error(
          400, "ApiVersionUnspecified", "An API version is required, but was not specified.");
    }
    if (!API_VERSIONS.contains(version) || version.compareTo(route.since()) < 0) {
      throw Refused.error(
          400, "UnsupportedApiVersion", "The API version '" + version + "' is not supported.");
    }
  }

  private static void checkPayload(Route route, RecordedRequest request) {
    int most = route.pattern().get(0).equals("models") ? MOST_MODELS_PAYLOAD : MOST_PAYLOAD;
    if (request.getBodySize() > most) {
      throw Refused.error(
          413, "PayloadTooLarge", "The request body is larger than " + most + " bytes.");
    }
    String type = request.getHeaders().get("Content-Type");
    if (request.getBodySize() > 0
        && (type == null || !type.toLowerCase(Locale.ROOT).matches("application/.*json.*"))) {
      throw new Refused("content type", Answers.empty(415));
    }
  }
}
