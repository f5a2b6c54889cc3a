package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.error.PortalPage;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.InstanceRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes the steps that require more rights, each with a link or a command. */
record ManualSteps(GraphCloud cloud, AppSpec spec, DirectoryState state) {
  private static final List<String> PLATFORMS = List.of("web", "spa", "publicClient");

  /** Adds the steps that a run could not read or change, and a role if none was requested. */
  void addTo(ApplyResult result) {
    if (state.unknown().contains(StatePart.FEDERATED)
        && spec.credential().orElse(null) instanceof AppCredential.Federated federated) {
      result.addManualStep(federatedCredential(federated));
    }
    if (state.unknown().contains(StatePart.GRANT)) {
      result.addManualStep(consent());
    }
    if (state.unknown().contains(StatePart.ROLES)) {
      spec.roleAssignments().forEach(assignment -> result.addManualStep(role(assignment)));
    }
    if (spec.roleAssignments().isEmpty()) {
      result.addManualStep(anyRole());
    }
  }

  /**
   * Returns the step for consent. The consent page redirects to a redirect URI. Without one, the
   * administrator would see AADSTS500113 although consent was given, so the step links to the page
   * of the application's permissions.
   */
  String consent() {
    return hasRedirectUri()
        ? "Have an administrator consent: " + page(RegistrationStep.CONSENT)
        : "Have an administrator consent, by 'Grant admin consent' on: "
            + page(RegistrationStep.API_PERMISSION);
  }

  private boolean hasRedirectUri() {
    JsonObject application = state.application();
    return application != null
        && PLATFORMS.stream()
            .anyMatch(
                platform ->
                    !JsonMembers.strings(GraphJson.object(application, platform), "redirectUris")
                        .isEmpty());
  }

  private @Nullable String page(RegistrationStep step) {
    return PortalPage.addTo(
            new Fix(step, "Consent."), cloud.authorityHost(), state.tenant(), state.clientId())
        .link();
  }

  /** Returns the step for the service principal of Azure Digital Twins, which each tenant needs. */
  static String digitalTwinsPrincipal() {
    return "Have a Cloud Application Administrator create the service principal of Azure Digital"
        + " Twins: az ad sp create --id "
        + DirectoryReader.DIGITAL_TWINS;
  }

  String role(AppSpec.RoleAssignment assignment) {
    boolean isApplication = assignment.principalId() == null;
    return "Have an owner of the instance run: az role assignment create --role \""
        + assignment.role().displayName()
        + "\" --assignee-object-id "
        + (isApplication ? state.servicePrincipalId() : assignment.principalId())
        + (isApplication ? " --assignee-principal-type ServicePrincipal" : "")
        + " --scope \""
        + assignment.instanceId()
        + "\"";
  }

  private String federatedCredential(AppCredential.Federated federated) {
    return "Have an owner of the application add the federated credential with the issuer "
        + federated.issuer()
        + " and the subject "
        + federated.subject()
        + ", unless it exists: az ad app federated-credential list --id "
        + state.clientId();
  }

  private String anyRole() {
    boolean service = spec.purpose() == AppSpec.Purpose.SERVICE;
    return "Give "
        + (service ? "the application" : "its users, preferably a group,")
        + " the role: az role assignment create --role \""
        + InstanceRole.DATA_OWNER.displayName()
        + "\" --assignee-object-id "
        + (service ? state.servicePrincipalId() : "<object id>")
        + " --scope <resource id of the instance>";
  }
}
