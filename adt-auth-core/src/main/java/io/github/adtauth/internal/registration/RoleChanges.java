package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.registration.AppSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import okhttp3.HttpUrl;

/** Plans the assignment of missing roles. */
record RoleChanges(DirectoryReader directory, AppSpec spec, DirectoryState state) {

  List<PlannedChange> plan() {
    List<PlannedChange> changes = new ArrayList<>();
    for (AppSpec.RoleAssignment assignment : state.missingRoles()) {
      changes.add(
          PlannedChange.addition(
              StatePart.ROLES,
              RegistrationStep.INSTANCE_ROLE,
              name(assignment),
              result -> assign(assignment, result)));
    }
    return changes;
  }

  /** Returns the name of a role and of its principal. */
  static String name(AppSpec.RoleAssignment assignment) {
    return "role "
        + assignment.role().displayName()
        + " for "
        + (assignment.principalId() == null
            ? "the application"
            : "principal " + assignment.principalId());
  }

  private void assign(AppSpec.RoleAssignment assignment, ApplyResult result) {
    boolean isApplication = assignment.principalId() == null;
    String principal =
        isApplication ? state.servicePrincipalId() : String.valueOf(assignment.principalId());
    JsonObject properties = new JsonObject();
    String subscription = assignment.instanceId().split("/", 4)[2];
    properties.addProperty(
        "roleDefinitionId",
        "/subscriptions/"
            + subscription
            + "/providers/Microsoft.Authorization/roleDefinitions/"
            + assignment.role().id());
    properties.addProperty("principalId", principal);
    if (isApplication) {
      properties.addProperty("principalType", "ServicePrincipal");
    }
    JsonObject body = new JsonObject();
    body.add("properties", properties);
    // Use the same name each time, so that a second run cannot assign the role twice.
    String name =
        UUID.nameUUIDFromBytes(
                (assignment.instanceId() + "|" + principal + "|" + assignment.role().id())
                    .getBytes(StandardCharsets.UTF_8))
            .toString();
    HttpUrl url = directory.instances().assignments(assignment, name).build();
    try {
      directory.instances().resourceManager().put("assign the role", url, body);
    } catch (RegistrationException e) {
      if (e.errorCode().orElse("").equals("RoleAssignmentExists")) {
        return; // it has another name, and a lagging list did not show it
      }
      if (e.status() != 403 || GraphErrors.isStepUp(e)) {
        throw e;
      }
      result.addManualStep(new ManualSteps(directory.cloud(), spec, state).role(assignment));
    }
  }
}
