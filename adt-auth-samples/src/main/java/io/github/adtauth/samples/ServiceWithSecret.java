package io.github.adtauth.samples;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;

/**
 * A service or job: signs in by itself with a client secret. Give its application the role Azure
 * Digital Twins Data Owner on the instance.
 */
public final class ServiceWithSecret {
  private ServiceWithSecret() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.SERVICE, ServiceWithSecret::run);
  }

  static void run(Surroundings in) throws Exception {
    Secret secret = in.config().clientSecret();
    TokenProvider job =
        SignIn.with(in.config()).httpClient(in.http()).service(ClientCredential.secret(secret));
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      DigitalTwinsClient twins = instance.client(job);
      Building.uploadModels(twins);
      twins.putTwin("room-21", new Room("room-21", "Room 21", 21));
      for (int degrees = 22; degrees <= 24; degrees++) {
        twins.patchTwin("room-21", JsonPatch.create().replace("/temperature", degrees));
      }
      double now = twins.getTwin("room-21", Room.class).temperature();
      in.out().printf("Room 21 has %.1f degrees.%n", now);
    }
  }
}
