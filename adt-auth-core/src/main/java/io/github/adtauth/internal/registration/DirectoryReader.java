package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Guid;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of an application from its tenant and its instance. Thread-safe.
 *
 * <p>This file is long because all reads of one snapshot share its permissions and error handling.
 */
public record DirectoryReader(
    GraphApi graph, InstanceReader instances, PermissionTracker permissions, GraphCloud cloud) {
  public static final String DIGITAL_TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";
  private static final int MAX_LISTED_IDS = 10;
  private static final int MAX_UNIQUE_NAMES = 100;
  private static final Pattern GRANT_ID = Pattern.compile("[A-Za-z0-9_-]+");

  /** An application, or the unique name that is free for it. */
  private record Candidate(@Nullable JsonObject application, String uniqueName) {}

  public DirectoryState read(AppSpec spec) {
    return read(
        spec, new DirectoryState("", null, null, null, null, List.of(), List.of(), ""), null);
  }

  /**
   * Returns whether an application that was found by its name may belong to the caller although the
   * read does not show that, because it came from a replica that lags.
   */
  public boolean mayLackOwner(AppSpec spec, DirectoryState state, Clock clock) {
    AdoptionCheck adoption = new AdoptionCheck(spec, state, clock);
    return adoption.lacksOwner()
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
      Candidate candidate = application(spec);
      application = withKeys(spec, candidate.application());
      uniqueName = candidate.uniqueName();
    }
    JsonObject principal = before.servicePrincipal();
    if (is(only, StatePart.PRINCIPAL)) {
      principal =
          application == null ? null : servicePrincipal(GraphJson.string(application, "appId"));
    }
    Owners owners = before.owners();
    if (is(only, StatePart.OWNERS) && AppSpecAccess.origin(spec) != AppSpecAccess.Origin.CREATED) {
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
      grant = readUnlessForbidden(unknown, StatePart.GRANT, () -> grant(client, api));
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

  private Candidate application(AppSpec spec) {
    if (spec.clientId().isPresent()) {
      return new Candidate(byAppId("application", "applications", spec.clientId().get()), "");
    }
    List<JsonObject> named =
        graph.list(
            "look for the application",
            graph
                .at("applications")
                .addQueryParameter("$filter", "displayName eq '" + quoted(spec.displayName()) + "'")
                .build());
    named.forEach(application -> requireIds("look for the application", application));
    if (named.size() > 1) {
      List<String> ids =
          named.stream()
              .limit(MAX_LISTED_IDS)
              .map(application -> GraphJson.string(application, "appId"))
              .toList();
      throw new RegistrationException(
          ErrorDetails.of(
                  "There are "
                      + named.size()
                      + " applications named '"
                      + spec.displayName()
                      + "': "
                      + String.join(", ", ids)
                      + ".")
              .fix(
                  new Fix(
                      RegistrationStep.IDS,
                      "Set the Client ID of the right one with clientId(…).")));
    }
    return named.isEmpty() ? byUniqueName(spec.displayName()) : new Candidate(named.get(0), "");
  }

  /**
   * Adds the public keys of the certificates, which Graph returns only on request. The thumbprint
   * of an entry does not identify a certificate, because the user who adds an entry chooses it.
   */
  private @Nullable JsonObject withKeys(AppSpec spec, @Nullable JsonObject application) {
    AppCredential credential = spec.credential().orElse(null);
    boolean isCertificate =
        credential instanceof AppCredential.ExistingCertificate
            || credential instanceof AppCredential.NewCertificate;
    if (application == null
        || !isCertificate
        || JsonMembers.array(application, "keyCredentials").isEmpty()) {
      return application;
    }
    JsonObject read =
        graph.find(
            "read the certificates",
            graph
                .at("applications", GraphJson.string(application, "id"))
                .addQueryParameter("$select", "keyCredentials")
                .build());
    if (read != null) {
      application.add("keyCredentials", JsonMembers.array(read, "keyCredentials"));
    }
    return application;
  }

  /**
   * Looks for an application that lists do not yet show. An application keeps its unique name when
   * it is renamed, so that the next unique name is free for a new one.
   */
  private Candidate byUniqueName(String displayName) {
    String reading = "look for the application";
    for (int i = 1; i <= MAX_UNIQUE_NAMES; i++) {
      String uniqueName = uniqueName(displayName, i);
      JsonObject application = graph.find(reading, byUniqueNameUrl(uniqueName));
      if (application == null) {
        return new Candidate(null, uniqueName);
      }
      requireIds(reading, application);
      String actualName = GraphJson.string(application, "uniqueName");
      if (!actualName.isEmpty() && !actualName.equals(uniqueName)) {
        throw graph.unexpected(reading, "the response describes a different application.");
      }
      if (GraphJson.string(application, "displayName").equalsIgnoreCase(displayName)) {
        return new Candidate(application, uniqueName);
      }
    }
    throw new RegistrationException(
        ErrorDetails.of(
                "All "
                    + MAX_UNIQUE_NAMES
                    + " unique names for an application named '"
                    + displayName
                    + "' are taken by other applications.")
            .fix(
                new Fix(
                    RegistrationStep.IDS,
                    "Choose another display name, or name the application by its Client ID, with"
                        + " clientId(…).")));
  }

  private static String uniqueName(String displayName, int number) {
    byte[] name = Ascii.toLowerCase(displayName).getBytes(StandardCharsets.UTF_8);
    return "adt-auth-" + UUID.nameUUIDFromBytes(name) + (number == 1 ? "" : "-" + number);
  }

  /** Returns the address of an application by its unique name. */
  HttpUrl byUniqueNameUrl(String uniqueName) {
    return graph.at("applications(uniqueName='" + uniqueName + "')").build();
  }

  private @Nullable JsonObject servicePrincipal(String appId) {
    return byAppId("service principal", "servicePrincipals", appId);
  }

  private @Nullable JsonObject byAppId(String type, String set, String appId) {
    String reading = "read the " + type;
    JsonObject object =
        graph.find(reading, graph.at(set + "(appId='" + quoted(appId) + "')").build());
    if (object != null) {
      requireIds(reading, object);
      if (!GraphJson.string(object, "appId").equalsIgnoreCase(appId)) {
        throw graph.unexpected(reading, "the response describes a different application.");
      }
    }
    return object;
  }

  /** Checks the ids of an object, because they are used in URLs, filters and files. */
  private void requireIds(String action, JsonObject object) {
    if (!Guid.isGuid(GraphJson.string(object, "id"))
        || !Guid.isGuid(GraphJson.string(object, "appId"))) {
      throw graph.unexpected(action, "the response has no valid ids.");
    }
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

  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
