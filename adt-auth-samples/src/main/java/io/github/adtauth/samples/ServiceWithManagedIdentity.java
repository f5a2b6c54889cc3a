package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;

/**
 * A service on a machine or in an app of Azure, without registration and secret: switch Identity on
 * there, and give it the role Azure Digital Twins Data Owner on the instance. Only {@code
 * ADT_ENDPOINT} has to be set.
 */
public final class ServiceWithManagedIdentity {
  private ServiceWithManagedIdentity() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.SERVICE_IN_AZURE, ServiceWithManagedIdentity::run);
  }

  static void run(Surroundings in) {
    TokenProvider machine =
        SignIn.with(in.config())
            .httpClient(in.http())
            .environment(in.environment())
            .managedIdentity(); // of several: managedIdentity(ManagedIdentityId.clientId("…"))
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
      long count = instance.client(machine).query(all, DigitalTwin.class).stream().count();
      in.out().println("The instance has " + count + " twins.");
    }
  }
}
