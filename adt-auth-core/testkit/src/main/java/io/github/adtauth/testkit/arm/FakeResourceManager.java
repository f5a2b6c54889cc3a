package io.github.adtauth.testkit.arm;

import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.graph.Principals;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.TokenVerifier;
import io.github.adtauth.testkit.internal.BearerAuthenticator;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Principal;
import io.github.adtauth.testkit.internal.SimulatedOutage;
import io.github.adtauth.testkit.twins.TwinsEmulator;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * A fake of the part of Azure Resource Manager that Digital Twins needs: instances and their role
 * assignments, which grant access to the Digital Twins emulator. It has one subscription with one
 * resource group. Thread-safe.
 */
public final class FakeResourceManager implements FakeService {
  /** The host name of the service. */
  public static final String HOST = "management.azure.com";

  /** The resource ID of the resource group. */
  public static final String GROUP =
      "/subscriptions/5ad7a6c0-32f1-4b5a-9d0e-3d6a2b1c4e5f/resourceGroups/buildings";

  private static final String RESOURCE = "https://" + HOST;
  private static final Set<String> AUDIENCES =
      Set.of(
          RESOURCE, "https://management.core.windows.net", "797f4846-ba00-4fd7-ba43-dac1f8f63013");

  final Object lock = new Object();
  final RoleAssignments assignments;
  final Map<String, Instance> instances = new LinkedHashMap<>();
  private final DirectoryAccess directory;
  private final Principals principals;
  private final Clock clock;
  private final TokenVerifier verifier;
  private final BiConsumer<String, FakeService> hosts;
  private final BearerAuthenticator authenticator;
  private final ResourceOperations operations;
  private final Map<String, Set<ResourceRight>> rights = new ConcurrentHashMap<>();
  final SimulatedOutage outage = new SimulatedOutage();
  final StepUpPolicy stepUpPolicy = new StepUpPolicy();

  /**
   * Creates a service without instances. {@code hosts} receives the emulator of each new host name.
   */
  public FakeResourceManager(
      DirectoryAccess directory,
      TokenVerifier verifier,
      Principals principals,
      Clock clock,
      BiConsumer<String, FakeService> hosts) {
    this.directory = directory;
    this.principals = principals;
    this.clock = clock;
    this.verifier = verifier;
    this.hosts = hosts;
    this.authenticator = new BearerAuthenticator(AUDIENCES, directory.tenant().id(), verifier);
    this.assignments = new RoleAssignments(principals, directory.tenant().id());
    this.operations = new ResourceOperations(this);
  }

  /** Adds an existing emulator as an instance of the resource group. Returns the resource ID. */
  public String add(String name, String host, TwinsEmulator twins) {
    return add(new Instance(instanceId(name), "westeurope", host, twins)).id();
  }

  Instance create(String id, String location) {
    String host = id.substring(id.lastIndexOf('/') + 1) + ".api.weu.digitaltwins.azure.net";
    TwinsEmulator twins = new TwinsEmulator(directory.tenant().id(), verifier, clock, host);
    hosts.accept(host, twins);
    return add(new Instance(id, location, host, twins));
  }

  private Instance add(Instance instance) {
    synchronized (lock) {
      instances.put(instance.id().toLowerCase(Locale.ROOT), instance);
    }
    instance
        .twins()
        .externalRoles(
            oid -> {
              synchronized (lock) {
                return assignments.strongestRole(oid, instance.id());
              }
            });
    return instance;
  }

  /** Returns the resource ID of an instance with this name, which need not exist. */
  public String instanceId(String name) {
    return GROUP + "/providers/Microsoft.DigitalTwins/digitalTwinsInstances/" + name;
  }

  /** Returns a user's token, issued to the Azure CLI. */
  public String tokenFor(FakeUser user) {
    return directory.token(user, RESOURCE, List.of("user_impersonation"));
  }

  /** Returns an application's token. */
  public String tokenFor(Registration application) {
    return directory.token(application, RESOURCE, List.of());
  }

  /** Sets the rights of a user on the resources. Users have none by default. */
  public void allow(FakeUser user, ResourceRight... allowed) {
    rights.put(user.oid(), Set.of(allowed));
  }

  /** Sets the rights of an application on the resources. Applications have none by default. */
  public void allow(Registration application, ResourceRight... allowed) {
    rights.put(application.servicePrincipalId(), Set.of(allowed));
  }

  /** Rejects the given number of role assignments with {@code PrincipalNotFound}. */
  public void rejectPrincipals(int times) {
    synchronized (lock) {
      assignments.rejectPrincipals(times);
    }
  }

  /**
   * Delays the effect of each role that is assigned from now on by the given number of calls to the
   * instance.
   */
  public void delayRoleAssignments(int calls) {
    synchronized (lock) {
      assignments.delayAssignments(calls);
    }
  }

  /** Omits each role assignment that is created from now on from the given number of lists. */
  public void lagLists(int lists) {
    synchronized (lock) {
      assignments.replicas.lag(0, lists);
    }
  }

  /** Sets the lag of lists at random, up to the given number of lists. */
  public void lagListsAtRandom(Random random, int lists) {
    synchronized (lock) {
      assignments.replicas.lagAtRandom(random, 0, lists);
    }
  }

  /**
   * Rejects role assignments by users with 401 and a claims challenge for multifactor
   * authentication.
   */
  public void challengeWrites(String claims) {
    synchronized (lock) {
      stepUpPolicy.challenge(claims);
    }
  }

  /**
   * Rejects role assignments with 403, as a policy that requires multifactor authentication does.
   */
  public void disallowWritesByPolicy(String message) {
    synchronized (lock) {
      stepUpPolicy.disallow(message);
    }
  }

  /**
   * Removes all roles of a principal on the instances, including those granted at the emulators.
   */
  public void removeRoles(String objectId) {
    synchronized (lock) {
      assignments().stream()
          .filter(item -> item.principal().equals(objectId))
          .forEach(this::remove);
    }
  }

  void remove(RoleAssignments.Assignment assignment) {
    if (!assignments.remove(assignment.name())) {
      Instance instance = instances.get(assignment.scope().toLowerCase(Locale.ROOT));
      if (instance != null) {
        instance.twins().revokeRole(assignment.principal());
      }
    }
  }

  /** Returns the role assignment with this name. */
  RoleAssignments.Assignment assignment(String name) {
    return assignments().stream()
        .filter(item -> item.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ErrorResponseException(
                    404,
                    "RoleAssignmentNotFound",
                    "The role assignment '" + name + "' is not found."));
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

  /** Ends throttling, failures, delays and challenges. */
  public void recover() {
    synchronized (lock) {
      outage.recover();
      assignments.rejectPrincipals(0);
      assignments.delayAssignments(0);
      assignments.replicas.clear();
      stepUpPolicy.clear();
    }
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    // Lock order: this lock first, then the lock of Graph.
    synchronized (lock) {
      try {
        outage.throwIfDue();
        return operations.handle(request, authenticator.authenticate(request));
      } catch (ErrorResponseException e) {
        MockResponse response = ResourceManagerResponses.error(e, outage);
        String challenge = e.status() == 401 ? stepUpPolicy.challenge() : null;
        return challenge == null
            ? response
            : response.newBuilder().setHeader("WWW-Authenticate", challenge).build();
      }
    }
  }

  /** Throws if the caller lacks a right. */
  void requireRight(Principal caller, ResourceRight right, String action, String scope) {
    boolean permitted = caller.app() || caller.permissions().contains("user_impersonation");
    if (!permitted || !rights.getOrDefault(caller.oid(), Set.of()).contains(right)) {
      throw new ErrorResponseException(
          403,
          "AuthorizationFailed",
          "The client '"
              + principals.displayName(caller.oid())
              + "' with object id '"
              + caller.oid()
              + "' does not have authorization to perform action '"
              + action
              + "' over scope '"
              + scope
              + "' or the scope is invalid. If access was recently granted, please refresh your"
              + " credentials.");
    }
  }

  Set<String> groupsOf(String oid) {
    return principals.groupsOf(oid);
  }

  /** Returns all role assignments, including those that a test has granted at the emulators. */
  List<RoleAssignments.Assignment> assignments() {
    List<RoleAssignments.Assignment> result = assignments.all();
    for (Instance instance : instances.values()) {
      instance
          .twins()
          .grantedRoles()
          .forEach(
              (oid, role) ->
                  result.add(
                      RoleAssignments.Assignment.forGrantedRole(
                          instance.id(), oid, role, principals.type(oid))));
    }
    return result;
  }
}
