package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.TokenVerifier;
import io.github.adtauth.testkit.internal.BearerAuthenticator;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Principal;
import io.github.adtauth.testkit.internal.SimulatedOutage;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * A fake of the part of Microsoft Graph v1.0 that app registrations need. It shares its directory
 * with {@link io.github.adtauth.testkit.entra.FakeEntra}, so applications that are created here can
 * sign in there, and misconfigured ones fail there. Delays are counted in requests, not in time.
 * Thread-safe.
 *
 * <p>This file is long because tests configure all behavior here.
 */
public final class FakeGraph implements FakeService {
  /** The host name of the service. */
  public static final String HOST = "graph.microsoft.com";

  static final String BASE = "https://" + HOST + "/v1.0";
  private static final String RESOURCE = "https://" + HOST;

  private static final Set<DirectoryRight> DEFAULT_RIGHTS =
      Set.of(DirectoryRight.READ_DIRECTORY, DirectoryRight.REGISTER_APPLICATIONS);

  private final Object lock = new Object();
  private final Map<String, Set<DirectoryRight>> rightsByUser = new ConcurrentHashMap<>();
  private final Store store;
  private final DirectorySync sync;
  private final BearerAuthenticator authenticator;
  private final SimulatedOutage outage = new SimulatedOutage();
  private final InjectedErrors injectedErrors = new InjectedErrors();
  private final GraphDelays delays;
  private final Principals principals;
  private final List<Route> routes;
  private int writes;

  /** Creates a service over a directory. */
  public FakeGraph(DirectoryAccess directory, TokenVerifier verifier, Clock clock) {
    store = new Store(directory, clock);
    delays = new GraphDelays(lock, store.replicas, injectedErrors);
    sync = new DirectorySync(store);
    authenticator =
        new BearerAuthenticator(
            Set.of(RESOURCE, ScopeCatalog.GRAPH), directory.tenant().id(), verifier);
    ServicePrincipals servicePrincipals = new ServicePrincipals(store);
    principals = new Principals(lock, store, sync, servicePrincipals);
    routes =
        Stream.of(
                new Applications(store, sync).routes(),
                new FederatedCredentials(store, sync).routes(),
                servicePrincipals.routes(),
                new Ownership(store, servicePrincipals).routes(),
                new PermissionGrants(store, servicePrincipals).routes(),
                new DirectoryObjects(store, servicePrincipals).routes())
            .flatMap(List::stream)
            .toList();
  }

  /** Sets the rights of a user's directory roles. They replace the default rights of users. */
  public void allow(FakeUser user, DirectoryRight... rights) {
    Set<DirectoryRight> allowed = Set.of(rights);
    rightsByUser.put(user.oid(), allowed);
    store.directory.setAdministrator(user.oid(), allowed.contains(DirectoryRight.GRANT_CONSENT));
  }

  /** Returns a user's token, issued to the Azure CLI. Defaults to the scopes of the Azure CLI. */
  public String tokenFor(FakeUser user, String... scopes) {
    List<String> names =
        scopes.length > 0
            ? List.of(scopes)
            : List.of(
                "Application.ReadWrite.All",
                "AppRoleAssignment.ReadWrite.All",
                "DelegatedPermissionGrant.ReadWrite.All",
                "Directory.AccessAsUser.All",
                "Group.Read.All",
                "User.Read.All");
    return store.directory.token(user, RESOURCE, names);
  }

  /** Returns an application's token with these application permissions. */
  public String tokenFor(Registration application, String... roles) {
    return store.directory.token(application, RESOURCE, List.of(roles));
  }

  /** Returns the registration of an application at Entra ID. */
  public Registration registration(String appId) {
    return application(appId).registration();
  }

  /** Returns the application with this application ID or display name. */
  public GraphApplication application(String appIdOrName) {
    return new GraphApplication(this, findObjectId(appIdOrName));
  }

  /** Returns copies of all applications. */
  public List<JsonObject> applications() {
    synchronized (lock) {
      sync.pull();
      return store.applications.values().stream().map(JsonObject::deepCopy).toList();
    }
  }

  /** Returns the users, groups and service principals. */
  public Principals principals() {
    return principals;
  }

  /** Removes the service principal of an application. */
  public void removeServicePrincipal(String appId) {
    store.directory.setServicePrincipal(appId, false);
  }

  /** Adds a security group and returns its object ID. */
  public String addGroup(String name, FakeUser... members) {
    String id = Guids.fromSeed("group " + name);
    Set<String> oids =
        Arrays.stream(members).map(FakeUser::oid).collect(Collectors.toUnmodifiableSet());
    synchronized (lock) {
      store.groups.put(id, new Store.Group(id, name, oids));
    }
    return id;
  }

  /**
   * Hides each application that is created from now on from the given number of requests for it.
   */
  public void delayApplications(int requests) {
    synchronized (lock) {
      store.delays.delayApplications(requests);
    }
  }

  /**
   * Hides each service principal that is created from now on from the given number of requests for
   * it.
   */
  public void delayServicePrincipals(int requests) {
    synchronized (lock) {
      store.delays.delayPrincipals(requests);
    }
  }

  /** Returns the replication delays. There are none by default. */
  public GraphDelays delays() {
    return delays;
  }

  /**
   * Rejects the given number of calls of an operation.
   *
   * @param call the operation, such as {@code PATCH applications/{id}}
   * @param times the number of calls
   * @param status the HTTP status
   * @param code the error code
   * @param message the error message
   */
  public void reject(String call, int times, int status, String code, String message) {
    synchronized (lock) {
      injectedErrors.add(call, times, new ErrorResponseException(status, code, message));
    }
  }

  /**
   * Returns the application management policy of the tenant. It allows all credentials by default.
   */
  public CredentialPolicy credentialPolicy() {
    return store.policy;
  }

  /** Rejects the given number of requests with 429 and {@code Retry-After}. */
  public void throttle(int times, int retryAfterSeconds) {
    synchronized (lock) {
      outage.throttle(times, retryAfterSeconds);
    }
  }

  /** Rejects all requests with 503 after the given number of writes, until {@link #recover()}. */
  public void failAfter(int writes) {
    synchronized (lock) {
      outage.failAfter(writes);
    }
  }

  /**
   * Loses the response of one write after the given number of writes. The write takes effect, but
   * returns 503.
   */
  public void loseResponseAfter(int writes) {
    synchronized (lock) {
      outage.loseResponseAfter(writes);
    }
  }

  /** Ends throttling, failures and delays. */
  public void recover() {
    synchronized (lock) {
      outage.recover();
      injectedErrors.clear();
      store.replicas.clear();
      store.delays.delayApplications(0);
      store.delays.delayPrincipals(0);
      store.delays.clear();
    }
  }

  /** Ends throttling and failures, but not the delays. */
  public void recoverFromFailures() {
    synchronized (lock) {
      outage.recover();
    }
  }

  /** Sets the page size of lists without {@code $top}. */
  public void pageSize(int items) {
    synchronized (lock) {
      store.pageSize = items;
    }
  }

  /** Returns the number of write requests so far. */
  public int writes() {
    synchronized (lock) {
      return writes;
    }
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    synchronized (lock) {
      sync.pull();
      try {
        outage.throwIfDue();
        return dispatch(request);
      } catch (ErrorResponseException e) {
        MockResponse response = GraphResponses.error(e, request, store.clock);
        return e.status() == 429
            ? response
                .newBuilder()
                .setHeader("Retry-After", String.valueOf(outage.retryAfterSeconds()))
                .build()
            : response;
      }
    }
  }

  private MockResponse dispatch(RecordedRequest request) {
    Principal principal = authenticator.authenticate(request);
    Caller caller =
        Caller.of(principal, rightsByUser.getOrDefault(principal.oid(), DEFAULT_RIGHTS));
    List<String> path = request.getUrl().pathSegments();
    if (!path.get(0).equals("v1.0")) {
      throw ErrorResponseException.badRequest("BadRequest", "Invalid version: " + path.get(0));
    }
    List<String> segments = Route.segments(String.join("/", path.subList(1, path.size())));
    boolean pathExists = false;
    for (Route route : routes) {
      Map<String, String> parameters = route.match(segments);
      pathExists |= parameters != null;
      if (parameters != null && route.method().equals(request.getMethod())) {
        caller.requirePermissions(route.permissions());
        injectedErrors.throwIfDue(route);
        MockResponse response = route.operation().apply(new Call(request, caller, parameters));
        return route.method().equals("GET") ? response : countWrite(response);
      }
    }
    throw pathExists
        ? new ErrorResponseException(
            405, "Request_BadRequest", "Specified HTTP method is not allowed.")
        : ErrorResponseException.badRequest(
            "BadRequest", "Resource not found for the segment '" + segments.get(0) + "'.");
  }

  private MockResponse countWrite(MockResponse response) {
    writes++;
    return outage.afterWrite(response);
  }

  private String findObjectId(String appIdOrName) {
    return applications().stream()
        .filter(
            item ->
                Json.text(item, "appId").equals(appIdOrName)
                    || Json.text(item, "displayName").equals(appIdOrName))
        .map(Store::id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no application " + appIdOrName));
  }

  <T> T withApplication(String id, BiFunction<Store, JsonObject, T> use) {
    synchronized (lock) {
      sync.pull();
      JsonObject application = store.applications.get(id);
      if (application == null) {
        throw new IllegalStateException("the application was deleted: " + id);
      }
      return use.apply(store, application);
    }
  }

  void pushChange(JsonObject application) {
    sync.push(application);
  }

  void remove(JsonObject application) {
    sync.remove(application);
  }
}
