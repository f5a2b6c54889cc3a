package io.github.adtauth.registration;

/** What is left to do by hand after a run. */
record Leftovers(GraphCloud cloud, AppSpec spec, Found found) {

  void addTo(Outcome outcome) {
    if (spec.roles().isEmpty()) {
      outcome.leave(roleByHand());
    }
  }

  private String roleByHand() {
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
