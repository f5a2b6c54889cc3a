package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.RegistrationPlan;
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

/** Reads what a tenant and an instance have of an application. Thread-safe. */
public record Directory(
    GraphApi graph, Instances instances, PermissionTracker permissions, GraphCloud cloud) {
  public static final String DIGITAL_TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";
  private static final int MOST_NAMED = 10;
  private static final int MAX_UNIQUE_NAMES = 100;
  private static final Pattern GRANT_ID = Pattern.compile("[A-Za-z0-9_-]+");

  /** An application, or the unique name that is free for it. */
  private record Candidate(@Nullable JsonObject application, String uniqueName) {}

  public DirectoryState read(AppSpec spec) {
    return read(
        spec, new DirectoryState("", null, null, null, null, List.of(), List.of(), ""), null);
  }

  /**
   * Returns whether an application that was found by its name may be the caller's own although it
   * does not look so, because the read came from a replica that lags.
   */
  public boolean isInDoubt(AppSpec spec, DirectoryState found, Clock clock) {
    AdoptionCheck adoption = new AdoptionCheck(spec, found, clock);
    return adoption.lacksOwner()
        || (adoption.hasUnprovenSecret() && !plan(spec, found, clock).changes().isEmpty());
  }

  /** Reads one part again. */
  DirectoryState reread(AppSpec spec, DirectoryState before, Part part) {
    return read(spec, before, part);
  }

  private DirectoryState read(AppSpec spec, DirectoryState before, @Nullable Part only) {
    Set<Part> unknown = EnumSet.noneOf(Part.class);
    unknown.addAll(before.unknown());
    JsonObject application = before.application();
    String uniqueName = before.uniqueName();
    if (is(only, Part.APPLICATION)) {
      Candidate candidate = application(spec);
      application = withKeys(spec, candidate.application());
      uniqueName = candidate.uniqueName();
    }
    JsonObject principal = before.servicePrincipal();
    if (is(only, Part.PRINCIPAL)) {
      principal =
          application == null ? null : servicePrincipal(GraphJson.string(application, "appId"));
    }
    Owners owners = before.owners();
    if (is(only, Part.OWNERS) && spec.origin() != AppSpec.Origin.CREATED) {
      JsonObject owned = application;
      JsonObject ownedPrincipal = principal;
      Owners read = known(unknown, Part.OWNERS, () -> owners(owned, ownedPrincipal));
      owners = read == null ? Owners.NONE : read;
    }
    JsonObject resource = before.resource();
    if (is(only, Part.RESOURCE)) {
      resource = servicePrincipal(spec.webApi().orElse(DIGITAL_TWINS));
    }
    JsonObject grant = before.grant();
    if (is(only, Part.GRANT)) {
      JsonObject client = principal;
      JsonObject api = resource;
      grant = known(unknown, Part.GRANT, () -> grant(client, api));
    }
    List<JsonObject> federated = before.federated();
    if (is(only, Part.FEDERATED)) {
      JsonObject owner = application;
      List<JsonObject> read = known(unknown, Part.FEDERATED, () -> federated(spec, owner));
      federated = read == null ? List.of() : read;
    }
    List<AppSpec.RoleAssignment> missing = before.missingRoles();
    if (is(only, Part.ROLES)) {
      String principalId = principal == null ? "" : GraphJson.string(principal, "id");
      List<AppSpec.RoleAssignment> read =
          known(unknown, Part.ROLES, () -> instances.missingRoles(spec, principalId));
      missing = read == null ? List.of() : read;
    }
    String host = before.instanceHost();
    if (is(only, Part.INSTANCE)) {
      String read = known(unknown, Part.INSTANCE, () -> instances.host(spec));
      host = read == null ? "" : read;
    }
    return new DirectoryState(
        only == null ? new Tenant(graph, permissions).id() : before.tenant(),
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

  private static boolean is(@Nullable Part only, Part part) {
    return only == null || only == part;
  }

  /** Reads a part. If the read is rejected because a right is missing, the part is unknown. */
  private static <T> @Nullable T known(Set<Part> unknown, Part part, Supplier<@Nullable T> read) {
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
  public RegistrationPlan plan(AppSpec spec, DirectoryState found, Clock clock) {
    return PlanBuilder.plan(this, spec, found, clock);
  }

  public String signedInAs() {
    return new Tenant(graph, permissions).signedInAs();
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
    named.forEach(application -> identified("look for the application", application));
    if (named.size() > 1) {
      List<String> ids =
          named.stream()
              .limit(MOST_NAMED)
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
              .fix(new Fix(RegistrationStep.IDS, "Say which by its Client ID.")));
    }
    return named.isEmpty() ? byUniqueName(spec.displayName()) : new Candidate(named.get(0), "");
  }

  /**
   * Adds the public keys of the certificates, which Graph returns only on request. The thumbprint
   * of an entry does not identify a certificate, because whoever adds an entry chooses it.
   */
  private @Nullable JsonObject withKeys(AppSpec spec, @Nullable JsonObject application) {
    AppCredential credential = spec.credential().orElse(null);
    boolean isCertificate =
        credential instanceof AppCredential.OwnCertificate
            || credential instanceof AppCredential.NewCertificate;
    if (application == null
        || !isCertificate
        || GraphJson.array(application, "keyCredentials").isEmpty()) {
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
      application.add("keyCredentials", GraphJson.array(read, "keyCredentials"));
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
      JsonObject there = graph.find(reading, byUniqueNameUrl(uniqueName));
      if (there == null) {
        return new Candidate(null, uniqueName);
      }
      identified(reading, there);
      String found = GraphJson.string(there, "uniqueName");
      if (!found.isEmpty() && !found.equals(uniqueName)) {
        throw graph.unexpected(reading, "the response describes a different application.");
      }
      if (GraphJson.string(there, "displayName").equalsIgnoreCase(displayName)) {
        return new Candidate(there, uniqueName);
      }
    }
    throw graph.unexpected(reading, "too many applications once had this name.");
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

  private @Nullable JsonObject byAppId(String what, String set, String appId) {
    String reading = "read the " + what;
    JsonObject found =
        graph.find(reading, graph.at(set + "(appId='" + quoted(appId) + "')").build());
    if (found != null) {
      identified(reading, found);
      if (!GraphJson.string(found, "appId").equalsIgnoreCase(appId)) {
        throw graph.unexpected(reading, "the response describes a different application.");
      }
    }
    return found;
  }

  /** What is said of an object goes into addresses, filters and files: its ids have to be ids. */
  private void identified(String what, JsonObject object) {
    if (!GraphJson.isGuid(GraphJson.string(object, "id"))
        || !GraphJson.isGuid(GraphJson.string(object, "appId"))) {
      throw graph.unexpected(what, "the answer has no ids.");
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
          throw graph.unexpected("read the consents", "the answer has no ids.");
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
            new Tenant(graph, permissions).callerId(),
            owners("applications", application),
            principal == null ? List.of() : owners("servicePrincipals", principal));
  }

  private List<JsonObject> owners(String set, JsonObject owned) {
    return graph.list(
        "read the owners", graph.at(set, GraphJson.string(owned, "id"), "owners").build());
  }

  private List<JsonObject> federated(AppSpec spec, @Nullable JsonObject application) {
    if (application == null
        || (spec.origin() == AppSpec.Origin.CREATED
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
