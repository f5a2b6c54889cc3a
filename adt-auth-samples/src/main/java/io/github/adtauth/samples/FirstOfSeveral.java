package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;

/**
 * A job that runs in Azure and on a developer's machine alike: a credential that the environment
 * names, otherwise the managed identity, otherwise the Azure CLI. The first one that exists is
 * chosen with the first token, and used from then on. Only {@code ADT_ENDPOINT} has to be set; in
 * production, set {@code AZURE_TOKEN_CREDENTIALS=prod} as well, which excludes the Azure CLI.
 */
public final class FirstOfSeveral {
  private FirstOfSeveral() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.SERVICE_IN_AZURE, FirstOfSeveral::run);
  }

  static void run(Surroundings in) {
    SignIn signIn = SignIn.with(in.config()).httpClient(in.http()).environment(in.environment());
    TokenProvider any =
        TokenProviders.firstOf(
            signIn.environmentCredential(), signIn.managedIdentity(), signIn.azureCli());
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
      long count = instance.client(any).query(all, DigitalTwin.class).stream().count();
      in.out().println("The instance has " + count + " twins.");
    }
    in.out().println("Called as " + any + ".");
  }
}
