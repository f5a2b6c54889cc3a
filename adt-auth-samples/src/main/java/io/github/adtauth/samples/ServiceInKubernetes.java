package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;

/**
 * A service in Kubernetes, without any secret: the cluster's token for the pod stands for it. Label
 * the pod {@code azure.workload.identity/use: "true"}, and add a federated credential with the
 * cluster's issuer and {@code system:serviceaccount:namespace:name} to the application.
 */
public final class ServiceInKubernetes {
  private ServiceInKubernetes() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.SERVICE_IN_KUBERNETES, ServiceInKubernetes::run);
  }

  static void run(Surroundings in) {
    // The variables that the cluster sets: AZURE_FEDERATED_TOKEN_FILE and its like.
    TokenProvider job =
        SignIn.with(in.config())
            .httpClient(in.http())
            .environment(in.environment())
            .environmentCredential();
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
      long count = instance.client(job).query(all, DigitalTwin.class).stream().count();
      in.out().println("The instance has " + count + " twins.");
    }
  }
}
