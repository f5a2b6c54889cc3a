package io.github.adtauth.registration;

import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;

/** What somebody with more rights has to do: a link or a command for each. */
record ManualSteps(GraphCloud cloud, AppSpec spec, Found found) {

  /** Adds what a run could not find out, and what was not asked for. */
  void addTo(Outcome outcome) {
    if (found.unknown().contains(Part.FEDERATED)
        && spec.credential().orElse(null) instanceof AppCredential.Federated federated) {
      outcome.leave(federatedCredential(federated));
    }
    if (found.unknown().contains(Part.GRANT)) {
      outcome.leave(consent());
    }
    if (found.unknown().contains(Part.ROLES)) {
      spec.roles().forEach(grant -> outcome.leave(role(grant)));
    }
    if (spec.roles().isEmpty()) {
      outcome.leave(anyRole());
    }
  }

  String consent() {
    return "Have an administrator consent: "
        + new Fix(RegistrationStep.CONSENT, "Consent.")
            .forApplication(cloud.authorityHost(), found.tenant(), found.clientId())
            .link();
  }

  /** The service principal of an API of Microsoft, which each tenant has to have of its own. */
  static String resource() {
    return "Have a Cloud Application Administrator make the service principal of Azure Digital"
        + " Twins: az ad sp create --id "
        + Directory.DIGITAL_TWINS;
  }

  String role(AppSpec.RoleGrant grant) {
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
    return "Have an owner of the application add the federated credential of the issuer "
        + federated.issuer
        + " and the subject "
        + federated.subject
        + ", unless it has it: az ad app federated-credential list --id "
        + found.clientId();
  }

  private String anyRole() {
    boolean service = spec.purpose() == AppSpec.Purpose.SERVICE;
    return "Give "
        + (service ? "the application" : "its users, best a group,")
        + " the role: az role assignment create --role \""
        + InstanceRole.DATA_OWNER.displayName()
        + "\" --assignee-object-id "
        + (service ? found.servicePrincipalId() : "<object id>")
        + " --scope <resource id of the instance>";
  }
}
