package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.TokenVerifier;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory Digital Twins instance with all operations of the REST API. Thread-safe.
 *
 * <p>Requests are validated as the service does. Writes are visible immediately, and jobs advance
 * only when polled. Event routes deliver to endpoints in memory, which {@link #events} reads. Use
 * {@link TwinsErrors} to script other errors.
 *
 * <p>Queries support the whole documented query language. A query that follows more than two
 * million relationships gets the TimeoutError of the service. Reserved keywords whose use is not
 * documented ({@code GROUP}, {@code AVG} and the like) get a 501 response. Indexes by id, by model
 * and by the ends of a relationship keep queries fast in large graphs. A twin with three properties
 * takes about 2 KB of heap, a relationship about 1.1 KB.
 *
 * <p>This file is long because tests configure all behavior here.
 */
public final class TwinsEmulator implements FakeService {
  private final Object lock = new Object();
  private final AccessControl accessControl;

  /** The first segments of the paths of the REST API. */
  public static final Set<String> PATHS =
      Set.of("digitaltwins", "eventroutes", "jobs", "models", "query");

  private final Store store;
  private final Operations operations;
  private final RateLimiter rateLimiter;
  private final RequestRouter router;

  /** Creates an empty instance of the tenant. Its events contain the given host name. */
  public TwinsEmulator(String tenantId, TokenVerifier verifier, Clock clock, String host) {
    accessControl = new AccessControl(tenantId, verifier);
    store = new Store(host, clock);
    operations = new Operations(store);
    rateLimiter = new RateLimiter(clock);
    router =
        new RequestRouter(
            accessControl, rateLimiter, operations.all(), operations.notifications, lock);
  }

  /** Grants the user or service principal a role on the instance, replacing any previous role. */
  public void grantRole(String objectId, Role role) {
    accessControl.grant(objectId, role);
  }

  /** Revokes the role granted by {@link #grantRole}. Further calls return 403. */
  public void revokeRole(String objectId) {
    accessControl.revoke(objectId);
  }

  /** Returns the roles granted by {@link #grantRole}, by object id. */
  public Map<String, Role> grantedRoles() {
    return accessControl.grantedRoles();
  }

  /** Sets a function that returns the externally assigned role of an object id, or null. */
  public void externalRoles(Function<String, @Nullable Role> byObjectId) {
    accessControl.externalRoles(byObjectId);
  }

  /** Sets the page size of lists and queries whose request does not specify one. */
  public void pageSize(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("page size must be positive: " + items);
    }
    synchronized (lock) {
      store.pageSize = items;
    }
  }

  /** Sets the maximum number of resources of a type. */
  public void limit(Limit limit, int max) {
    synchronized (lock) {
      store.limit(limit, max);
    }
  }

  /**
   * Provisions an endpoint for event routes. There are none by default. {@link #events} returns
   * what the routes deliver to it.
   */
  public void addEndpoint(String name) {
    synchronized (lock) {
      operations.routes.addEndpoint(name);
    }
  }

  /**
   * Creates or replaces an event route without a request. Filter {@code true} selects all events.
   */
  public void putEventRoute(String id, String endpoint, String filter) {
    JsonObject route = new JsonObject();
    route.addProperty("endpointName", endpoint);
    route.addProperty("filter", filter);
    runDirectly(() -> operations.eventRoutes.put(id, route));
  }

  /**
   * Returns the newest events of an endpoint, at most 10,000, oldest first. An event is delivered
   * before the response to the request that caused it.
   */
  public List<CloudEvent> events(String endpoint) {
    synchronized (lock) {
      List<CloudEvent> events = operations.routes.events(endpoint);
      if (events == null) {
        throw new IllegalArgumentException("unknown endpoint: " + endpoint);
      }
      return events;
    }
  }

  /** Discards the events of all endpoints. */
  public void clearEvents() {
    synchronized (lock) {
      operations.routes.clearEvents();
    }
  }

  /**
   * Sets the statuses that follow {@code notstarted} in jobs started from now on. The defaults are
   * {@code running} and {@code succeeded}. Each GET of a job advances it by one status. Without a
   * final status, the job runs until it is cancelled.
   */
  public void jobStatuses(String... statuses) {
    synchronized (lock) {
      operations.jobs.plannedStatuses = List.of(statuses);
    }
  }

  /** Advances every job by one status, without a request. */
  public void advanceJobs() {
    synchronized (lock) {
      operations.jobs.advance();
    }
  }

  /**
   * Stores a bulk file. Import jobs with its URI as input read it when they succeed. A job whose
   * input is not stored imports nothing and succeeds.
   */
  public void putBlob(String uri, String ndjson) {
    synchronized (lock) {
      operations.imports.blobs.put(uri, ndjson);
    }
  }

  /** Returns a blob, such as the output log of an import job, or null if there is none. */
  public @Nullable String blob(String uri) {
    synchronized (lock) {
      return operations.imports.blobs.get(uri);
    }
  }

  /**
   * Limits the calls per second of the clock that create or delete twins and relationships. Further
   * calls return the gateway's 429 with {@code Retry-After: 1}. Unlimited by default.
   */
  public void throttle(int callsPerSecond) {
    rateLimiter.limit(callsPerSecond);
  }

  /** Challenges the next call of the object id. Repeated invocations queue further challenges. */
  public void challengeOnce(String objectId, String claimsJson) {
    accessControl.challenges().challengeOnce(objectId, claimsJson);
  }

  /** Challenges each call of the object id whose token claims do not satisfy the predicate. */
  public void challengeUntil(
      String objectId, String claimsJson, Predicate<JsonObject> tokenClaims) {
    accessControl.challenges().challengeUntil(objectId, claimsJson, tokenClaims);
  }

  /** Removes the challenges scripted for the object id. */
  public void clearChallenges(String objectId) {
    accessControl.challenges().clear(objectId);
  }

  /**
   * Challenges users' calls of this HTTP method unless the token's {@code acrs} claim contains the
   * authentication context, such as {@code c1}.
   */
  public void requireAuthenticationContext(String method, String context) {
    accessControl.challenges().requireContext(method, context);
  }

  /** Removes the authentication context requirement for this HTTP method. */
  public void clearAuthenticationContext(String method) {
    accessControl.challenges().clearContext(method);
  }

  /** Adds models without a request: a JSON array of DTDL interfaces. */
  public void addModels(String dtdlArray) {
    runDirectly(() -> operations.models.add(Json.readArray(dtdlArray)));
  }

  /** Creates or replaces a twin without a request. */
  public void putTwin(String id, String twin) {
    runDirectly(() -> operations.twins.put(id, Json.readObject(twin), null));
  }

  /** Creates or replaces a relationship without a request. */
  public void putRelationship(String twinId, String relationshipId, String relationship) {
    runDirectly(
        () ->
            operations.relationships.put(
                twinId, relationshipId, Json.readObject(relationship), null));
  }

  /**
   * Imports a file without a request, in the format of import jobs.
   *
   * @throws IllegalArgumentException if the file is invalid; the lines before the invalid one have
   *     been imported
   */
  public void importFile(String ndjson) {
    runDirectly(() -> operations.imports.run(ndjson));
  }

  /** Writes all models, twins and relationships in the format of import jobs. */
  public void exportFile(Appendable out) throws IOException {
    synchronized (lock) {
      new BulkExport(store).write(out);
    }
  }

  /** Returns a copy of the twin, or null if there is none. */
  public @Nullable JsonObject twin(String id) {
    synchronized (lock) {
      JsonObject twin = store.twins.get(id);
      return twin == null ? null : twin.deepCopy();
    }
  }

  /** Returns a copy of the relationship, or null if there is none. */
  public @Nullable JsonObject relationship(String twinId, String relationshipId) {
    synchronized (lock) {
      JsonObject relationship = store.relationships.from(twinId).get(relationshipId);
      return relationship == null ? null : relationship.deepCopy();
    }
  }

  /** Returns the number of relationships. */
  public int relationshipCount() {
    synchronized (lock) {
      return store.relationships.size();
    }
  }

  /**
   * Returns the number of successful PUT requests per twin (such as {@code room}) and relationship
   * (such as {@code floor/contains-1}). Writes without a request are not counted.
   */
  public Map<String, Integer> putCounts() {
    synchronized (lock) {
      return router.putCounts();
    }
  }

  /** Returns the number of twins. */
  public int twinCount() {
    synchronized (lock) {
      return store.twins.size();
    }
  }

  /** Returns the newest telemetry received so far, at most 10,000 messages, oldest first. */
  public List<Telemetry> telemetry() {
    synchronized (lock) {
      return operations.telemetry.messages();
    }
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    try {
      return router.handle(request);
    } catch (ErrorResponseException e) {
      return e.response();
    } catch (RuntimeException e) {
      // A bug of the emulator must not end the connection without a response.
      return TwinsErrors.service(500, "InternalServerError", "The local Azure failed: " + e);
    }
  }

  private void runDirectly(Runnable operation) {
    synchronized (lock) {
      operations.notifications.startRequest(null);
      try {
        operation.run();
      } catch (ErrorResponseException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }
}
