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

/** Routes a request to its operation after the checks that all operations share. */
final class RequestRouter {
  private static final Set<String> API_VERSIONS =
      Set.of("2020-10-31", "2022-05-31", "2023-06-30", "2023-10-31");
  private static final int MAX_PAYLOAD_BYTES = 32 * 1024;
  private static final int MAX_MODELS_PAYLOAD_BYTES = 1024 * 1024;

  private final AccessControl accessControl;
  private final RateLimiter rateLimiter;
  private final List<Route> routes;
  private final Notifications notifications;
  private final Object lock;
  private final Map<String, Integer> putCounts = new HashMap<>();

  /** Creates a router that runs operations one at a time, under the given lock. */
  RequestRouter(
      AccessControl accessControl,
      RateLimiter rateLimiter,
      List<Route> routes,
      Notifications notifications,
      Object lock) {
    this.accessControl = accessControl;
    this.rateLimiter = rateLimiter;
    this.routes = routes;
    this.notifications = notifications;
    this.lock = lock;
  }

  MockResponse handle(RecordedRequest request) {
    List<String> segments = Call.segments(request);
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      Map<String, String> path = route.matchPath(segments);
      if (path != null && route.method().equals(request.getMethod())) {
        return authorizeAndExecute(route, new Call(request, path));
      }
      if (path != null) {
        methods.add(route.method());
      }
    }
    accessControl.authorize(request, true);
    if (methods.isEmpty()) {
      return TwinsResponses.empty(404);
    }
    return TwinsResponses.empty(405)
        .newBuilder()
        .setHeader("Allow", String.join(", ", methods))
        .build();
  }

  /** Returns the number of successful PUTs per twin and relationship. Callers hold the lock. */
  Map<String, Integer> putCounts() {
    return Map.copyOf(putCounts);
  }

  private MockResponse authorizeAndExecute(Route route, Call call) {
    accessControl.authorize(call.request(), route.readOnly());
    if (route.createsOrDeletesInGraph()) {
      rateLimiter.acquire();
    }
    MockResponse response;
    try {
      response = execute(route, call);
    } catch (ErrorResponseException e) {
      response = e.response();
    }
    return TwinsResponses.withServiceHeaders(response, call.header("traceparent"));
  }

  private MockResponse execute(Route route, Call call) {
    checkApiVersion(route, call.query("api-version"));
    checkPayload(route, call.request());
    synchronized (lock) {
      notifications.startRequest(call.header("traceparent"));
      MockResponse response = route.operation().apply(call);
      if (route.method().equals("PUT") && route.createsOrDeletesInGraph()) {
        putCounts.merge(putKey(call), 1, Integer::sum);
      }
      return response;
    }
  }

  private static String putKey(Call call) {
    String relationshipId = call.path().get("relationshipId");
    return call.path("id") + (relationshipId == null ? "" : "/" + relationshipId);
  }

  // The format is the service's, but the code and message of this error were never recorded.
  private static void checkApiVersion(Route route, @Nullable String version) {
    if (version == null) {
      throw ErrorResponseException.error(
          400, "ApiVersionUnspecified", "An API version is required, but was not specified.");
    }
    if (!API_VERSIONS.contains(version) || version.compareTo(route.sinceVersion()) < 0) {
      throw ErrorResponseException.error(
          400, "UnsupportedApiVersion", "The API version '" + version + "' is not supported.");
    }
  }

  private static void checkPayload(Route route, RecordedRequest request) {
    int maxBytes =
        route.pattern().get(0).equals("models") ? MAX_MODELS_PAYLOAD_BYTES : MAX_PAYLOAD_BYTES;
    if (request.getBodySize() > maxBytes) {
      throw ErrorResponseException.error(
          413, "PayloadTooLarge", "The request body is larger than " + maxBytes + " bytes.");
    }
    String contentType = request.getHeaders().get("Content-Type");
    if (request.getBodySize() > 0
        && (contentType == null
            || !contentType.toLowerCase(Locale.ROOT).matches("application/.*json.*"))) {
      throw new ErrorResponseException("content type", TwinsResponses.empty(415));
    }
  }
}
