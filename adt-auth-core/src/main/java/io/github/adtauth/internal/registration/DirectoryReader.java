package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads the state of an application from its tenant and its instance. Thread-safe. */
public record DirectoryReader(
    GraphApi graph, InstanceReader instances, PermissionTracker permissions, GraphCloud cloud) {
  public static final String DIGITAL_TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";
  private static final Pattern GRANT_ID = Pattern.compile("[A-Za-z0-9_-]+");

  public DirectoryState read(AppSpec spec) {
    return read(
        spec, new DirectoryState("", null, null, null, null, List.of(), List.of(), ""), null);
  }

  /**
   * Returns whether an application that was found by its name may belong to the caller although the
   * read does not show it. The read may come from a lagging replica.
   */
  public boolean mayBeOutdated(AppSpec spec, DirectoryState state, Clock clock) {
    AdoptionCheck adoption = new AdoptionCheck(spec, state, clock);
    return adoption.lacksOwner()
        || adoption.lacksKey()
        || (adoption.hasUnprovenSecret() && !plan(spec, state, clock).changes().isEmpty());
  }

  /** Reads one part again. */
  DirectoryState reread(AppSpec spec, DirectoryState before, StatePart part) {
    return read(spec, before, part);
  }

  private DirectoryState read(AppSpec spec, DirectoryState before, @Nullable StatePart only) {
    Set<StatePart> unknown = EnumSet.noneOf(StatePart.class);
    unknown.addAll(before.unknown());
    JsonObject application = before.application();
    String uniqueName = before.uniqueName();
    if (is(only, StatePart.APPLICATION)) {
      ApplicationFinder.Candidate candidate = finder().find(spec);
      application = candidate.application();
      uniqueName = candidate.uniqueName();
    }
    JsonObject principal = before.servicePrincipal();
    if (is(only, StatePart.PRINCIPAL)) {
      principal =
          application == null ? null : servicePrincipal(GraphJson.string(application, "appId"));
    }
    Owners owners = before.owners();
    // A service principal that a replica did not show has owners of its own.
    boolean readsOwners = is(only, StatePart.OWNERS) || only == StatePart.PRINCIPAL;
    if (readsOwners && AppSpecAccess.origin(spec) != AppSpecAccess.Origin.CREATED) {
      JsonObject owned = application;
      JsonObject ownedPrincipal = principal;
      Owners read =
          readUnlessForbidden(unknown, StatePart.OWNERS, () -> owners(owned, ownedPrincipal));
      owners = read == null ? Owners.NONE : read;
    }
    JsonObject resource = before.resource();
    if (is(only, StatePart.RESOURCE)) {
      resource = servicePrincipal(spec.webApi().orElse(DIGITAL_TWINS));
    }
    JsonObject grant = before.grant();
    if (is(only, StatePart.GRANT)) {
      JsonObject client = principal;
      JsonObject api = resource;
      // An application's own access is the role alone, so a service needs no consent.
      grant =
          spec.purpose() == AppSpec.Purpose.SERVICE
              ? null
              : readUnlessForbidden(unknown, StatePart.GRANT, () -> grant(client, api));
    }
    List<JsonObject> federated = before.federated();
    if (is(only, StatePart.FEDERATED)) {
      JsonObject owner = application;
      List<JsonObject> read =
          readUnlessForbidden(unknown, StatePart.FEDERATED, () -> federated(spec, owner));
      federated = read == null ? List.of() : read;
    }
    List<AppSpec.RoleAssignment> missing = before.missingRoles();
    if (is(only, StatePart.ROLES)) {
      String principalId = principal == null ? "" : GraphJson.string(principal, "id");
      List<AppSpec.RoleAssignment> read =
          readUnlessForbidden(
              unknown, StatePart.ROLES, () -> instances.missingRoles(spec, principalId));
      missing = read == null ? List.of() : read;
    }
    String host = before.instanceHost();
    if (is(only, StatePart.INSTANCE)) {
      String read = readUnlessForbidden(unknown, StatePart.INSTANCE, () -> instances.host(spec));
      host = read == null ? "" : read;
    }
    return new DirectoryState(
        only == null ? new TenantReader(graph, permissions).id() : before.tenant(),
        application,
        principal,
        owners,
        resource,
        grant,
        federated,
        missing,
        host,
        uniqueName,
        unknown);
  }

  private static boolean is(@Nullable StatePart only, StatePart part) {
    return only == null || only == part;
  }

  /** Reads a part. If the read is rejected because a right is missing, the part is unknown. */
  private static <T> @Nullable T readUnlessForbidden(
      Set<StatePart> unknown, StatePart part, Supplier<@Nullable T> read) {
    unknown.remove(part);
    try {
      return read.get();
    } catch (RegistrationException e) {
      if (e.status() != 403) {
        throw e;
      }
      unknown.add(part);
      return null;
    }
  }

  /** Compares the directory's state with the requested registration. */
  public Plan plan(AppSpec spec, DirectoryState state, Clock clock) {
    return PlanBuilder.plan(this, spec, state, clock);
  }

  public String signedInAs() {
    return new TenantReader(graph, permissions).signedInAs();
  }

  private ApplicationFinder finder() {
    return new ApplicationFinder(graph);
  }

  private @Nullable JsonObject servicePrincipal(String appId) {
    return finder().byAppId("service principal", "servicePrincipals", appId);
  }

  private @Nullable JsonObject grant(
      @Nullable JsonObject principal, @Nullable JsonObject resource) {
    if (principal == null || resource == null) {
      return null;
    }
    HttpUrl url =
        graph
            .at("oauth2PermissionGrants")
            .addQueryParameter("$filter", "clientId eq '" + GraphJson.string(principal, "id") + "'")
            .build();
    for (JsonObject grant : graph.list("read the consents", url)) {
      if (GraphJson.string(grant, "consentType").equals("AllPrincipals")
          && GraphJson.string(grant, "clientId").equals(GraphJson.string(principal, "id"))
          && GraphJson.string(grant, "resourceId").equals(GraphJson.string(resource, "id"))) {
        if (!GRANT_ID.matcher(GraphJson.string(grant, "id")).matches()) {
          throw graph.unexpected("read the consents", "the response has no valid ids.");
        }
        return grant;
      }
    }
    return null;
  }

  private Owners owners(@Nullable JsonObject application, @Nullable JsonObject principal) {
    return application == null
        ? Owners.NONE
        : new Owners(
            new TenantReader(graph, permissions).callerId(),
            owners("applications", application),
            principal == null ? List.of() : owners("servicePrincipals", principal));
  }

  private List<JsonObject> owners(String set, JsonObject owned) {
    return graph.list(
        "read the owners", graph.at(set, GraphJson.string(owned, "id"), "owners").build());
  }

  private List<JsonObject> federated(AppSpec spec, @Nullable JsonObject application) {
    if (application == null
        || (AppSpecAccess.origin(spec) == AppSpecAccess.Origin.CREATED
            && !(spec.credential().orElse(null) instanceof AppCredential.Federated))) {
      return List.of();
    }
    return graph.list(
        "read the federated credentials",
        graph
            .at("applications", GraphJson.string(application, "id"), "federatedIdentityCredentials")
            .build());
  }
}
