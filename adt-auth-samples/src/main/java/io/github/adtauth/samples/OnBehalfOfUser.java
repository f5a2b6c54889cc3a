package io.github.adtauth.samples;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.TwinQuery;

/**
 * The middle tier: a web API that calls Digital Twins as the user whose token a request brought.
 * One {@link OnBehalfOf} and one {@link DigitalTwins} for the application; {@code user(…)} per
 * request.
 *
 * <p>The web API has validated the token before: signature, issuer, audience, lifetime.
 */
public final class OnBehalfOfUser {
  private OnBehalfOfUser() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.WEB_API, OnBehalfOfUser::run);
  }

  static void run(Surroundings in) {
    Secret secret = in.config().clientSecret();
    OnBehalfOf onBehalfOf =
        SignIn.with(in.config()).httpClient(in.http()).onBehalfOf(ClientCredential.secret(secret));
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      String bearerToken = in.inboundToken().get();
      for (int request = 1; request <= 3; request++) {
        in.out().println("Request " + request);
        DigitalTwinsClient twins = instance.client(onBehalfOf.forUser(bearerToken));
        TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
        long count = twins.query(all, DigitalTwin.class).stream().count();
        in.out().println("  Twins that the user sees: " + count);
      }
    }
  }
}
