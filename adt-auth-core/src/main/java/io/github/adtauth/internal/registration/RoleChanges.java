package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.Change;
import io.github.adtauth.registration.Change.Sign;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import okhttp3.HttpUrl;

/** Plans the assignment of missing roles. */
record RoleChanges(Directory directory, AppSpec spec, DirectoryState found) {

  List<Change> all() {
    List<Change> changes = new ArrayList<>();
    for (AppSpec.RoleAssignment grant : found.missingRoles()) {
      changes.add(
          new Change(
              Part.ROLES,
              RegistrationStep.INSTANCE_ROLE,
              Sign.NEW,
              name(grant),
              outcome -> assign(grant, outcome)));
    }
    return changes;
  }

  /** Returns the name of a role and of its principal. */
  static String name(AppSpec.RoleAssignment grant) {
    return "role "
        + grant.role().displayName()
        + " for "
        + (grant.principalId() == null ? "the application" : "principal " + grant.principalId());
  }

  private void assign(AppSpec.RoleAssignment grant, ApplyResult outcome) {
    boolean own = grant.principalId() == null;
    String principal = own ? found.servicePrincipalId() : String.valueOf(grant.principalId());
    JsonObject properties = new JsonObject();
    String subscription = grant.instanceId().split("/", 4)[2];
    properties.addProperty(
        "roleDefinitionId",
        "/subscriptions/"
            + subscription
            + "/providers/Microsoft.Authorization/roleDefinitions/"
            + grant.role().id());
    properties.addProperty("principalId", principal);
    if (own) {
      properties.addProperty("principalType", "ServicePrincipal");
    }
    JsonObject body = new JsonObject();
    body.add("properties", properties);
    // Use the same name each time, so that a second run cannot assign the role twice.
    String name =
        UUID.nameUUIDFromBytes(
                (grant.instanceId() + "|" + principal + "|" + grant.role().id())
                    .getBytes(StandardCharsets.UTF_8))
            .toString();
    HttpUrl url = directory.instances().assignments(grant, name).build();
    try {
      directory.instances().resourceManager().put("assign the role", url, body);
    } catch (RegistrationException e) {
      if (e.errorCode().orElse("").equals("RoleAssignmentExists")) {
        return; // it has another name, and a lagging list did not show it
      }
      if (e.status() != 403 || GraphErrors.isStepUp(e)) {
        throw e;
      }
      outcome.leave(new ManualSteps(directory.cloud(), spec, found).role(grant));
    }
  }
}
