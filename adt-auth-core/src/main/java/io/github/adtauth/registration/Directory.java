package io.github.adtauth.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads what a tenant and an instance have of an application. Thread-safe. */
record Directory(GraphApi graph, GraphApi resourceManager) {
  static final String DIGITAL_TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";
  private static final String INSTANCES = "2023-01-31";
  private static final String ASSIGNMENTS = "2022-04-01";

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
        Members.string(organization, "displayName")
            + ", tenant "
            + Members.string(organization, "id");
    JsonObject me;
    try {
      me = graph.find("read who is signed in", graph.at("me").build());
    } catch (RegistrationException e) {
      me = null; // an application has no /me
    }
    return me == null
        ? "an application of " + where
        : Members.string(me, "displayName")
            + " ("
            + Members.string(me, "userPrincipalName")
            + ") of "
            + where;
  }

  private String tenant() {
    return Members.string(organization(), "id");
  }

  private JsonObject organization() {
    List<JsonObject> organizations =
        graph.list("read the tenant", graph.at("organization").build());
    return organizations.isEmpty() ? new JsonObject() : organizations.get(0);
  }

  private @Nullable JsonObject application(AppSpec spec) {
    if (spec.clientId().isPresent()) {
      return graph.find(
          "read the application",
          graph.at("applications(appId='" + quoted(spec.clientId().get()) + "')").build());
    }
    List<JsonObject> named =
        graph.list(
            "look for the application",
            graph
                .at("applications")
                .addQueryParameter("$filter", "displayName eq '" + quoted(spec.displayName()) + "'")
                .build());
    if (named.size() > 1) {
      List<String> ids = new ArrayList<>();
      named.forEach(application -> ids.add(Members.string(application, "appId")));
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

  @Nullable JsonObject servicePrincipal(String appId) {
    return graph.find(
        "read the service principal",
        graph.at("servicePrincipals(appId='" + quoted(appId) + "')").build());
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
          && Members.string(grant, "resourceId").equals(Members.string(resource, "id"))) {
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
      if (Members.string(properties, "roleDefinitionId").endsWith(grant.role().id())
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

  private String instanceHost(AppSpec spec) {
    if (spec.roles().isEmpty()) {
      return "";
    }
    String id = spec.roles().get(0).instanceId();
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
    return Members.string(Members.object(instance, "properties"), "hostName");
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
