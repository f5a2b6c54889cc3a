package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.FakeService;
import io.github.adtauth.testkit.TokenVerifier;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A Digital Twins instance in memory, with the checks and answers of the service: all operations of
 * the REST API. Every write is seen at once; jobs move when polled, nothing moves by itself; events
 * are routed nowhere. What it has no cause for is scripted with {@link TwinsErrors}. Thread-safe.
 *
 * <p>Queries may use all of the documented query language. A query that follows more than two
 * million relationships gets the TimeoutError of the service. Reserved keywords whose use is not
 * documented ({@code GROUP}, {@code AVG} and the like) get a 501 response. Indexes by id, by model
 * and by the ends of a relationship keep queries fast in large graphs. A twin with three properties
 * takes about 2.2 KB of heap, a relationship about 1 KB.
 */
public final class TwinsEmulator implements FakeService {
  private final Object lock = new Object();
  private final AccessControl accessControl;
  private final Store store;
  private final Operations operations;
  private final RateLimiter rateLimiter;
  private final RequestRouter router;

  /** Creates an empty instance of the tenant; {@code host} is what its links name. */
  public TwinsEmulator(String tenantId, TokenVerifier verifier, Clock clock, String host) {
    accessControl = new AccessControl(tenantId, verifier);
    store = new Store(host, clock);
    operations = new Operations(store);
    rateLimiter = new RateLimiter(clock);
    router = new RequestRouter(accessControl, rateLimiter, operations.routes(), lock);
  }

  /** Gives the user or service principal a role on the instance, in place of the one it had. */
  public void grantRole(String objectId, Role role) {
    accessControl.grant(objectId, role);
  }

  /** Takes the role away that was given here: calls are answered 403 from now on. */
  public void revokeRole(String objectId) {
    accessControl.revoke(objectId);
  }

  /** Returns the roles that {@link #grantRole} gave, by object id. */
  public Map<String, Role> grantedRoles() {
    return accessControl.grantedRoles();
  }

  /** Asks elsewhere too, for each call, what role an object id has; null for none. */
  public void externalRoles(Function<String, @Nullable Role> byObjectId) {
    accessControl.externalRoles(byObjectId);
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

  /**
   * Sets what follows {@code notstarted} in the jobs started from now on; at first {@code running},
   * {@code succeeded}. Each GET of a job takes it one status further. A plan without an end is a
   * job that runs until it is cancelled.
   */
  public void jobStatuses(String... statuses) {
    synchronized (lock) {
      operations.jobs.plannedStatuses = List.of(statuses);
    }
  }

  /** Takes every job one status further, without a request. */
  public void advanceJobs() {
    synchronized (lock) {
      operations.jobs.advance();
    }
  }

  /** Stores a bulk file, which import jobs that name its URI read when they succeed. */
  public void putBlob(String uri, String ndjson) {
    synchronized (lock) {
      operations.imports.blobs.put(uri, ndjson);
    }
  }

  /**
   * Answers the gateway's 429 with {@code Retry-After: 1} to whatever creates or deletes twins and
   * relationships beyond so many calls in a second of the clock. Off at first.
   */
  public void throttle(int perSecond) {
    rateLimiter.limit(perSecond);
  }

  /** Answers the next call of the object id with this claims challenge; twice means twice. */
  public void challengeOnce(String objectId, String claimsJson) {
    accessControl.challenges().challengeOnce(objectId, claimsJson);
  }

  /** Answers calls of the object id with this claims challenge unless the token satisfies. */
  public void challengeUntil(
      String objectId, String claimsJson, Predicate<JsonObject> tokenClaims) {
    accessControl.challenges().challengeUntil(objectId, claimsJson, tokenClaims);
  }

  /** Forgets the challenges scripted for the object id. */
  public void clearChallenges(String objectId) {
    accessControl.challenges().clear(objectId);
  }

  /**
   * Answers every user's calls of this HTTP method with a claims challenge unless the token's
   * {@code acrs} names the authentication context, such as {@code c1}.
   */
  public void requireAuthenticationContext(String method, String context) {
    accessControl.challenges().requireContext(method, context);
  }

  /** Answers calls of this HTTP method as before. */
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

  /** Returns how many relationships there are. */
  public int relationshipCount() {
    synchronized (lock) {
      return store.relationships.size();
    }
  }

  /**
   * Returns how often each twin ({@code room}) and each relationship ({@code floor/contains-1}) was
   * PUT with success. What a test arranged without a request does not count.
   */
  public Map<String, Integer> putCounts() {
    synchronized (lock) {
      return router.putCounts();
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
  public MockResponse handle(RecordedRequest request) {
    try {
      return router.handle(request);
    } catch (ErrorResponseException refused) {
      return refused.response();
    }
  }

  private void runDirectly(Runnable operation) {
    synchronized (lock) {
      try {
        operation.run();
      } catch (ErrorResponseException refused) {
        throw new IllegalArgumentException(refused.getMessage(), refused);
      }
    }
  }
}
