package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.registration.AppSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of an application in its tenant, as read.
 *
 * @param tenant the Directory ID
 * @param application the application, or null if there is none
 * @param servicePrincipal its service principal, or null
 * @param owners the owners of both
 * @param resource the service principal of the API that the application calls, or null
 * @param grant the consent for the whole tenant, or null
 * @param federated its federated credentials
 * @param missingRoles the requested roles that are not assigned yet
 * @param instanceHost host of the instance that the roles are for; empty without one
 * @param uniqueName the unique name for an application that does not exist yet
 * @param unknown the parts that could not be read, because a right is missing
 */
public record DirectoryState(
    String tenant,
    @Nullable JsonObject application,
    @Nullable JsonObject servicePrincipal,
    Owners owners,
    @Nullable JsonObject resource,
    @Nullable JsonObject grant,
    List<JsonObject> federated,
    List<AppSpec.RoleAssignment> missingRoles,
    String instanceHost,
    String uniqueName,
    Set<StatePart> unknown) {

  /** Creates a state without unknown parts. */
  public DirectoryState(
      String tenant,
      @Nullable JsonObject application,
      @Nullable JsonObject servicePrincipal,
      @Nullable JsonObject resource,
      @Nullable JsonObject grant,
      List<JsonObject> federated,
      List<AppSpec.RoleAssignment> missingRoles,
      String instanceHost) {
    this(
        tenant,
        application,
        servicePrincipal,
        Owners.NONE,
        resource,
        grant,
        federated,
        missingRoles,
        instanceHost,
        "",
        Set.of());
  }

  public String clientId() {
    return application == null ? "" : GraphJson.string(application, "appId");
  }

  String objectId() {
    return application == null ? "" : GraphJson.string(application, "id");
  }

  String servicePrincipalId() {
    return servicePrincipal == null ? "" : GraphJson.string(servicePrincipal, "id");
  }
}
