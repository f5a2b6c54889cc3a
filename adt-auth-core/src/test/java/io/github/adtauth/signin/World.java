package io.github.adtauth.signin;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.Registration;
import io.github.adtauth.token.TokenRequest;

/** Azure on loopback, with time that moves by hand. */
final class World implements AutoCloseable {
  static final TokenRequest TWINS = TokenRequest.of("https://digitaltwins.azure.net/.default");
  static final String LOGIN = "login.microsoftonline.com";
  static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  final ManualTime time = new ManualTime();
  final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();

  DigitalTwinsConfig config(Registration registration) {
    return DigitalTwinsConfig.builder()
        .clientId(registration.clientId())
        .tenant(azure.entra().tenantId())
        .build();
  }

  SignIn signIn(Registration registration) {
    return SignIn.with(config(registration)).httpClient(azure.httpClient()).timing(time.timing());
  }

  ClientCredential secretOf(Registration registration) {
    return ClientCredential.secret(registration.secret());
  }

  @Override
  public void close() {
    azure.close();
  }
}
