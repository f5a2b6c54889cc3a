package io.github.adtauth.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Ascii;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads what a tenant and an instance have of an application. Thread-safe. */
record Directory(GraphApi graph, GraphApi resourceManager) {
  static final String DIGITAL_TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";
  private static final String INSTANCES = "2023-01-31";
  private static final String ASSIGNMENTS = "2022-04-01";
  private static final int MOST_NAMED = 10;
  private static final Pattern GRANT_ID = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int MAX_HOST = 253; // RFC 1035 2.3.4

  /** No group is repeated: that takes the stack of the thread, a frame for each label. */
  private static final Pattern HOST =
      Pattern.compile("(?i)[a-z0-9-][a-z0-9.-]*\\.digitaltwins\\.azure\\.net");

  Found read(AppSpec spec) {
    JsonObject application = application(spec);
    JsonObject principal =
        application == null ? null : servicePrincipal(Members.string(application, "appId"));
    JsonObject resource = servicePrincipal(spec.callsApi().orElse(DIGITAL_TWINS));
    boolean federated = spec.credential().orElse(null) instanceof AppCredential.Federated;
    return new Found(
        tenant(),
        application,
        principal,
        resource,
        grant(principal, resource),
        application == null || !federated ? List.of() : federated(application),
        missingRoles(spec, principal),
        instanceHost(spec));
  }

  String signedInAs() {
    JsonObject organization = organization();
    String where =
        Members.name(organization, "displayName")
            + ", tenant "
            + Members.string(organization, "id");
    JsonObject me = null;
    String nobody = "an application of ";
    try {
      me = graph.find("read who is signed in", graph.at("me").build());
    } catch (RegistrationException e) {
      if (e.status() != 400) { // with which an application is told that it has no /me
        nobody = "somebody of ";
      }
    }
    return me == null
        ? nobody + where
        : Members.name(me, "displayName")
            + " ("
            + Members.name(me, "userPrincipalName")
            + ") of "
            + where;
  }

  private String tenant() {
    return Members.string(organization(), "id");
  }

  private JsonObject organization() {
    List<JsonObject> organizations =
        graph.list("read the tenant", graph.at("organization").build());
    if (organizations.isEmpty() || !Members.isGuid(Members.string(organizations.get(0), "id"))) {
      throw graph.unexpected("read the tenant", "the answer names none.");
    }
    return organizations.get(0);
  }

  private @Nullable JsonObject application(AppSpec spec) {
    if (spec.clientId().isPresent()) {
      return byAppId("application", "applications", spec.clientId().get());
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
              .map(application -> Members.string(application, "appId"))
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
    return named.isEmpty() ? null : named.get(0);
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
      if (!Members.string(found, "appId").equalsIgnoreCase(appId)) {
        throw graph.unexpected(reading, "the answer is another one.");
      }
    }
    return found;
  }

  /** What is said of an object goes into addresses, filters and files: its ids have to be ids. */
  private void identified(String what, JsonObject object) {
    if (!Members.isGuid(Members.string(object, "id"))
        || !Members.isGuid(Members.string(object, "appId"))) {
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
            .addQueryParameter("$filter", "clientId eq '" + Members.string(principal, "id") + "'")
            .build();
    for (JsonObject grant : graph.list("read the consents", url)) {
      if (Members.string(grant, "consentType").equals("AllPrincipals")
          && Members.string(grant, "clientId").equals(Members.string(principal, "id"))
          && Members.string(grant, "resourceId").equals(Members.string(resource, "id"))) {
        if (!GRANT_ID.matcher(Members.string(grant, "id")).matches()) {
          throw graph.unexpected("read the consents", "the answer has no ids.");
        }
        return grant;
      }
    }
    return null;
  }

  private List<JsonObject> federated(JsonObject application) {
    return graph.list(
        "read the federated credentials",
        graph
            .at("applications", Members.string(application, "id"), "federatedIdentityCredentials")
            .build());
  }

  private List<AppSpec.RoleGrant> missingRoles(AppSpec spec, @Nullable JsonObject principal) {
    List<AppSpec.RoleGrant> missing = new ArrayList<>();
    for (AppSpec.RoleGrant grant : spec.roles()) {
      String own = principal == null ? null : Members.string(principal, "id");
      String id = grant.principalId() == null ? own : grant.principalId();
      if (id == null || !isAssigned(grant, id)) {
        missing.add(grant);
      }
    }
    return missing;
  }

  private boolean isAssigned(AppSpec.RoleGrant grant, String principalId) {
    HttpUrl url =
        assignments(grant)
            .addQueryParameter("$filter", "principalId eq '" + quoted(principalId) + "'")
            .build();
    for (JsonObject assignment : resourceManager.list("read the roles on the instance", url)) {
      JsonObject properties = Members.object(assignment, "properties");
      String role = Ascii.toLowerCase(Members.string(properties, "roleDefinitionId"));
      if (role.endsWith("/" + grant.role().id())
          && Members.string(properties, "principalId").equalsIgnoreCase(principalId)) {
        return true;
      }
    }
    return false;
  }

  /** Begins the address of the role assignments of an instance. */
  HttpUrl.Builder assignments(AppSpec.RoleGrant grant, String... name) {
    HttpUrl.Builder url = below(grant.instanceId());
    for (String segment :
        new String[] {"providers", "Microsoft.Authorization", "roleAssignments"}) {
      url.addPathSegment(segment);
    }
    for (String segment : name) {
      url.addPathSegment(segment);
    }
    return url.addQueryParameter("api-version", ASSIGNMENTS);
  }

  /** Reads the instances that the roles are for; returns the host of the first. */
  private String instanceHost(AppSpec spec) {
    Set<String> ids = new LinkedHashSet<>();
    spec.roles().forEach(grant -> ids.add(grant.instanceId()));
    List<String> hosts = ids.stream().map(this::hostOf).toList();
    return hosts.isEmpty() ? "" : hosts.get(0);
  }

  private String hostOf(String id) {
    JsonObject instance =
        resourceManager.find(
            "read the instance", below(id).addQueryParameter("api-version", INSTANCES).build());
    if (instance == null) {
      throw new RegistrationException(
          ErrorDetails.of(
                  "There is no Digital Twins instance " + id + ", or it is not yours to see.")
              .fix(
                  new Fix(
                      RegistrationStep.INSTANCE_ROLE,
                      "Copy the resource id from Properties of the instance.")));
    }
    String host = Members.string(Members.object(instance, "properties"), "hostName");
    if (!host.isEmpty() && !isInstanceHost(host)) { // none while it is being made
      throw resourceManager.unexpected("read the instance", "its host name is none.");
    }
    return host;
  }

  private static boolean isInstanceHost(String host) {
    return host.length() <= MAX_HOST && !host.contains("..") && HOST.matcher(host).matches();
  }

  private HttpUrl.Builder below(String resourceId) {
    HttpUrl.Builder url = resourceManager.base().newBuilder();
    for (String segment : resourceId.substring(1).split("/", -1)) {
      url.addPathSegment(segment);
    }
    return url;
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
