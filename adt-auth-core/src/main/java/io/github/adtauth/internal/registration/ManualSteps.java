package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.InstanceRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps that somebody with more rights has to do, each with a link or a command. */
record ManualSteps(GraphCloud cloud, AppSpec spec, DirectoryState found) {
  private static final List<String> PLATFORMS = List.of("web", "spa", "publicClient");

  /** Adds the steps that a run could not read or change, and those that were not requested. */
  void addTo(ApplyResult outcome) {
    if (found.unknown().contains(Part.FEDERATED)
        && spec.credential().orElse(null) instanceof AppCredential.Federated federated) {
      outcome.leave(federatedCredential(federated));
    }
    if (found.unknown().contains(Part.GRANT)) {
      outcome.leave(consent());
    }
    if (found.unknown().contains(Part.ROLES)) {
      spec.roleAssignments().forEach(grant -> outcome.leave(role(grant)));
    }
    if (spec.roleAssignments().isEmpty()) {
      outcome.leave(anyRole());
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
    JsonObject application = found.application();
    return application != null
        && PLATFORMS.stream()
            .anyMatch(
                platform ->
                    !GraphJson.strings(GraphJson.object(application, platform), "redirectUris")
                        .isEmpty());
  }

  private @Nullable String page(RegistrationStep step) {
    return new Fix(step, "Consent.")
        .forApplication(cloud.authorityHost(), found.tenant(), found.clientId())
        .link();
  }

  /** Returns the step for the service principal of Azure Digital Twins, which each tenant needs. */
  static String resource() {
    return "Have a Cloud Application Administrator create the service principal of Azure Digital"
        + " Twins: az ad sp create --id "
        + Directory.DIGITAL_TWINS;
  }

  String role(AppSpec.RoleAssignment grant) {
    boolean own = grant.principalId() == null;
    return "Have an owner of the instance run: az role assignment create --role \""
        + grant.role().displayName()
        + "\" --assignee-object-id "
        + (own ? found.servicePrincipalId() : grant.principalId())
        + (own ? " --assignee-principal-type ServicePrincipal" : "")
        + " --scope \""
        + grant.instanceId()
        + "\"";
  }

  private String federatedCredential(AppCredential.Federated federated) {
    return "Have an owner of the application add the federated credential with the issuer "
        + federated.issuer
        + " and the subject "
        + federated.subject
        + ", unless it exists: az ad app federated-credential list --id "
        + found.clientId();
  }

  private String anyRole() {
    boolean service = spec.purpose() == AppSpec.Purpose.SERVICE;
    return "Give "
        + (service ? "the application" : "its users, preferably a group,")
        + " the role: az role assignment create --role \""
        + InstanceRole.DATA_OWNER.displayName()
        + "\" --assignee-object-id "
        + (service ? found.servicePrincipalId() : "<object id>")
        + " --scope <resource id of the instance>";
  }
}
