package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.DirectoryAccess;
import io.github.adtauth.testkit.FakeService;
import io.github.adtauth.testkit.FakeUser;
import io.github.adtauth.testkit.Registration;
import io.github.adtauth.testkit.TokenVerifier;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Graph v1.0 as far as an app registration needs it, over the directory that the fake
 * Entra ID signs in from: an application made here can sign in there, and one registered wrongly
 * fails there. Nothing moves by itself; delays are counted in requests. Thread-safe. Longer than
 * most files because tests switch everything on here.
 */
public final class FakeGraph implements FakeService {
  /** The host it answers at. */
  public static final String HOST = "graph.microsoft.com";

  static final String BASE = "https://" + HOST + "/v1.0";
  private static final String RESOURCE = "https://" + HOST;

  private final Object lock = new Object();
  private final Store store;
  private final DirectorySync link;
  private final BearerAuthenticator gate;
  private final SimulatedOutage trouble = new SimulatedOutage();
  private final InjectedErrors refusals = new InjectedErrors();
  private final GraphDelays delays;
  private final ServicePrincipals principals;
  private final List<Route> routes;
  private int writes;

  /** Creates one over a directory. */
  public FakeGraph(DirectoryAccess directory, TokenVerifier verifier, Clock clock) {
    store = new Store(directory, clock);
    delays = new GraphDelays(lock, store.replicas, refusals);
    link = new DirectorySync(store);
    gate = new BearerAuthenticator(Set.of(RESOURCE, ScopeCatalog.GRAPH), directory.tenant().id(), verifier);
    principals = new ServicePrincipals(store);
    routes =
        Stream.of(
                new Applications(store, link).routes(),
                new FederatedCredentials(store, link).routes(),
                principals.routes(),
                new Ownership(store, principals).routes(),
                new PermissionGrants(store, principals).routes(),
                new DirectoryObjects(store, principals).routes())
            .flatMap(List::stream)
            .toList();
  }

  /** Sets what a user's directory roles let him do, in place of what every user may. */
  public void allow(FakeUser user, DirectoryRight... rights) {
    Set<DirectoryRight> allowed = Set.of(rights);
    gate.allow(user.oid(), allowed);
    store.directory.setAdministrator(user.oid(), allowed.contains(DirectoryRight.GRANT_CONSENT));
  }

  /** Returns a user's token as the Azure CLI holds it; without scopes named, with its own. */
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

  /** Returns an application's token with application permissions. */
  public String tokenFor(Registration application, String... roles) {
    return store.directory.token(application, RESOURCE, List.of(roles));
  }

  /** Returns what Entra ID makes of an application. */
  public Registration registration(String appId) {
    return application(appId).registration();
  }

  /** Returns the application of this application id or display name. */
  public GraphApplication application(String appIdOrName) {
    return new GraphApplication(this, find(appIdOrName));
  }

  /** Returns copies of all applications. */
  public List<JsonObject> applications() {
    synchronized (lock) {
      link.pull();
      return store.applications.values().stream().map(JsonObject::deepCopy).toList();
    }
  }

  /** Removes the service principal of an application, as in a tenant that never had it. */
  public void removeServicePrincipal(String appId) {
    store.directory.setServicePrincipal(appId, false);
  }

  /** Adds a security group and returns its object id. */
  public String addGroup(String name, FakeUser... members) {
    String id = ScopeCatalog.stableId("group " + name);
    Set<String> oids =
        Arrays.stream(members).map(FakeUser::oid).collect(Collectors.toUnmodifiableSet());
    synchronized (lock) {
      store.groups.put(id, new Store.Group(id, name, oids));
    }
    return id;
  }

  /** Makes every application created from now on unknown to so many requests that name it. */
  public void settleAfter(int reads) {
    synchronized (lock) {
      store.settling.applications = reads;
    }
  }

  /** Makes every service principal created from now on unknown to so many requests. */
  public void principalsSettleAfter(int tries) {
    synchronized (lock) {
      store.settling.principals = tries;
    }
  }

  /** Returns the delays, none of which is switched on. */
  public GraphDelays delays() {
    return delays;
  }

  /** Rejects the next so many calls of this kind, such as {@code PATCH applications/{id}}. */
  public void refuse(String call, int times, int status, String code, String message) {
    synchronized (lock) {
      refusals.add(call, times, new ErrorResponseException(status, code, message));
    }
  }

  /** Returns the application management policy of the tenant, which forbids nothing at first. */
  public CredentialPolicy credentialPolicy() {
    return store.policy;
  }

  /** Answers the next so many requests 429 with {@code Retry-After}. */
  public void throttle(int times, int retryAfterSeconds) {
    synchronized (lock) {
      trouble.throttle(times, retryAfterSeconds);
    }
  }

  /** Answers everything 503 after so many more writes, until {@link #recover()}. */
  public void failAfter(int writes) {
    synchronized (lock) {
      trouble.failAfter(writes);
    }
  }

  /** Does the write after so many more of them, and answers 503 all the same; once. */
  public void loseAnswerAfter(int writes) {
    synchronized (lock) {
      trouble.loseAnswerAfter(writes);
    }
  }

  /** Ends throttling, failures and delays. */
  public void recover() {
    synchronized (lock) {
      trouble.recover();
      refusals.clear();
      store.replicas.settle();
      store.settling.applications = 0;
      store.settling.principals = 0;
      store.settling.settle();
    }
  }

  /** Ends throttling and failures, but not the delays. */
  public void recoverFromFailures() {
    synchronized (lock) {
      trouble.recover();
    }
  }

  /** Makes lists that are asked for without {@code $top} use this page size. */
  public void pageSize(int items) {
    synchronized (lock) {
      store.pageSize = items;
    }
  }

  /** Returns how many writes have been done over the wire. */
  public int writes() {
    synchronized (lock) {
      return writes;
    }
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    synchronized (lock) {
      link.pull();
      try {
        trouble.before();
        return dispatch(request);
      } catch (ErrorResponseException refused) {
        MockResponse answer = GraphResponses.error(refused, request, store.clock);
        return refused.status() == 429
            ? answer
                .newBuilder()
                .setHeader("Retry-After", String.valueOf(trouble.retryAfterSeconds()))
                .build()
            : answer;
      }
    }
  }

  private MockResponse dispatch(RecordedRequest request) {
    Caller caller = gate.caller(request);
    List<String> path = request.getUrl().pathSegments();
    if (!path.get(0).equals("v1.0")) {
      throw ErrorResponseException.badRequest("BadRequest", "Invalid version: " + path.get(0));
    }
    List<String> segments = Route.segments(String.join("/", path.subList(1, path.size())));
    boolean known = false;
    for (Route route : routes) {
      Map<String, String> parameters = route.match(segments);
      known |= parameters != null;
      if (parameters != null && route.method().equals(request.getMethod())) {
        caller.check(route.need());
        refusals.check(route);
        MockResponse answer = route.operation().apply(new Call(request, caller, parameters));
        return route.method().equals("GET") ? answer : written(answer);
      }
    }
    throw known
        ? new ErrorResponseException(405, "Request_BadRequest", "Specified HTTP method is not allowed.")
        : ErrorResponseException.badRequest(
            "BadRequest", "Resource not found for the segment '" + segments.get(0) + "'.");
  }

  private MockResponse written(MockResponse answer) {
    writes++;
    return trouble.written(answer);
  }

  private String find(String appIdOrName) {
    return applications().stream()
        .filter(
            one ->
                Json.text(one, "appId").equals(appIdOrName)
                    || Json.text(one, "displayName").equals(appIdOrName))
        .map(Store::id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no application " + appIdOrName));
  }

  /** What an object id stands for as role assignments call it, or null. */
  @Nullable String typeOf(String oid) {
    synchronized (lock) {
      link.pull();
      if (store.directory.users().stream().anyMatch(user -> user.oid().equals(oid))) {
        return "User";
      } else if (store.groups.containsKey(oid)) {
        return "Group";
      }
      return principals.find(oid) == null ? null : "ServicePrincipal";
    }
  }

  /** Whether a principal is not too new; a look brings it nearer. */
  boolean seen(String oid) {
    synchronized (lock) {
      return store.settling.seen(oid);
    }
  }

  Set<String> groupsOf(String oid) {
    synchronized (lock) {
      return store.groups.values().stream()
          .filter(group -> group.members().contains(oid))
          .map(Store.Group::id)
          .collect(Collectors.toSet());
    }
  }

  Clock clock() {
    return store.clock;
  }

  /** The user principal name of a user, else the object id. */
  String nameOf(String oid) {
    return store.directory.users().stream()
        .filter(user -> user.oid().equals(oid))
        .map(FakeUser::upn)
        .findFirst()
        .orElse(oid);
  }

  <T> T at(String id, BiFunction<Store, JsonObject, T> use) {
    synchronized (lock) {
      link.pull();
      JsonObject application = store.applications.get(id);
      if (application == null) {
        throw new IllegalStateException("the application is gone: " + id);
      }
      return use.apply(store, application);
    }
  }

  void changed(JsonObject application) {
    link.push(application);
  }

  void remove(JsonObject application) {
    link.remove(application);
  }
}
