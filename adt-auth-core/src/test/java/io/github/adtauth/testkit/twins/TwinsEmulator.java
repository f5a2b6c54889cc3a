package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.FakeService;
import io.github.adtauth.testkit.TokenVerifier;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A Digital Twins instance in memory, with the checks and answers of the service. Thread-safe. */
public final class TwinsEmulator implements FakeService {
  private static final Set<String> API_VERSIONS =
      Set.of("2020-10-31", "2022-05-31", "2023-06-30", "2023-10-31");
  private static final int MOST_PAYLOAD = 32 * 1024;
  private static final int MOST_MODELS_PAYLOAD = 1024 * 1024;

  private final Object lock = new Object();
  private final TokenGate gate;
  private final Store store;
  private final Operations operations;
  private final List<Route> routes;

  /** Creates an empty instance of the tenant; {@code host} is what its links name. */
  public TwinsEmulator(String tenantId, TokenVerifier verifier, Clock clock, String host) {
    gate = new TokenGate(tenantId, verifier);
    store = new Store(host, clock);
    operations = new Operations(store);
    routes = operations.routes();
  }

  /** Gives the user or service principal a role on the instance, in place of the one it had. */
  public void grantRole(String objectId, Role role) {
    gate.grant(objectId, role);
  }

  /** Takes the role away: calls are answered 403 from now on. */
  public void revokeRole(String objectId) {
    gate.revoke(objectId);
  }

  /** Makes every list and query use this page size, where the request does not name one. */
  public void pageSize(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("A page holds at least one item, not " + items);
    }
    synchronized (lock) {
      store.pageSize = items;
    }
  }

  /** Lets the instance hold no more than this of a kind. */
  public void limit(Limit limit, int most) {
    synchronized (lock) {
      store.limit(limit, most);
    }
  }

  /** Provisions an endpoint to which event routes may point. There is none at first. */
  public void addEndpoint(String name) {
    synchronized (lock) {
      operations.eventRoutes.endpoints.add(name);
    }
  }

  /** Answers the next call of the object id with this claims challenge; twice means twice. */
  public void challengeOnce(String objectId, String claimsJson) {
    gate.challenges().once(objectId, claimsJson);
  }

  /** Answers calls of the object id with this claims challenge unless the token satisfies. */
  public void challengeUntil(
      String objectId, String claimsJson, Predicate<JsonObject> tokenClaims) {
    gate.challenges().until(objectId, claimsJson, tokenClaims);
  }

  /** Forgets the challenges scripted for the object id. */
  public void clearChallenges(String objectId) {
    gate.challenges().clear(objectId);
  }

  /**
   * Answers every user's calls of this HTTP method with a claims challenge unless the token's
   * {@code acrs} names the authentication context, such as {@code c1}.
   */
  public void demandContext(String method, String context) {
    gate.challenges().demandContext(method, context);
  }

  /** Answers calls of this HTTP method as before. */
  public void dropContext(String method) {
    gate.challenges().dropContext(method);
  }

  /** Adds models without a request: a JSON array of DTDL interfaces. */
  public void addModels(String dtdlArray) {
    arrange(() -> operations.models.add(Json.readArray(dtdlArray)));
  }

  /** Creates or replaces a twin without a request. */
  public void putTwin(String id, String twin) {
    arrange(() -> operations.twins.put(id, Json.readObject(twin), null));
  }

  /** Creates or replaces a relationship without a request. */
  public void putRelationship(String twinId, String relationshipId, String relationship) {
    arrange(
        () ->
            operations.relationships.put(
                twinId, relationshipId, Json.readObject(relationship), null));
  }

  /** Returns a copy of the twin, or null if there is none. */
  public @Nullable JsonObject twin(String id) {
    synchronized (lock) {
      JsonObject twin = store.twins.get(id);
      return twin == null ? null : twin.deepCopy();
    }
  }

  /** Returns how many twins there are. */
  public int twinCount() {
    synchronized (lock) {
      return store.twins.size();
    }
  }

  /** Returns the telemetry that was sent so far, in order. */
  public List<Telemetry> telemetry() {
    synchronized (lock) {
      return operations.telemetry.messages();
    }
  }

  @Override
  public MockResponse answer(RecordedRequest request) {
    try {
      return answerOrRefuse(request);
    } catch (Refused refused) {
      return refused.answer();
    }
  }

  private MockResponse answerOrRefuse(RecordedRequest request) {
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

  private MockResponse run(Route route, Call call) {
    gate.check(call.request(), route.reads());
    checkApiVersion(call.query("api-version"));
    checkPayload(route, call.request());
    synchronized (lock) {
      return route.operation().apply(call);
    }
  }

  // The shape is the service's; the code and text of this error were never recorded.
  private static void checkApiVersion(@Nullable String version) {
    if (version == null) {
      throw Refused.error(
          400, "ApiVersionUnspecified", "An API version is required, but was not specified.");
    }
    if (!API_VERSIONS.contains(version)) {
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

  private void arrange(Runnable operation) {
    synchronized (lock) {
      try {
        operation.run();
      } catch (Refused refused) {
        throw new IllegalArgumentException(refused.getMessage(), refused);
      }
    }
  }
}
