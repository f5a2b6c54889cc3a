package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;

/**
 * A job that runs on a developer's machine and in Azure alike: the Azure CLI there, the managed
 * identity here. Nobody is probed before a token is needed, and the first that gives one is kept
 * to. Only {@code ADT_ENDPOINT} has to be set.
 */
public final class FirstOfSeveral {
  private FirstOfSeveral() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.SERVICE_IN_AZURE, FirstOfSeveral::run);
  }

  static void run(Surroundings in) {
    SignIn signIn = SignIn.with(in.config()).httpClient(in.http()).environment(in.environment());
    TokenProvider any = TokenProvider.firstOf(signIn.azureCli(), signIn.managedIdentity());
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
      long count = instance.as(any).query(all, DigitalTwin.class).stream().count();
      in.out().println("The instance has " + count + " twins.");
    }
    in.out().println("Called as " + any + ".");
  }
}
