package io.github.adtauth.signin;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.token.TokenRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A local Azure with a manual clock. */
public final class SignInFixture implements AutoCloseable {
  public static final TokenRequest TWINS =
      TokenRequest.of("https://digitaltwins.azure.net/.default");
  public static final String LOGIN = "login.microsoftonline.com";
  public static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  public final ManualTime time = new ManualTime();
  public final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();

  DigitalTwinsConfig config(Registration registration) {
    return DigitalTwinsConfig.builder()
        .clientId(registration.clientId())
        .tenant(azure.entra().tenantId())
        .build();
  }

  public SignIn signIn(Registration registration) {
    return SignIn.with(config(registration))
        .httpClient(azure.httpClient())
        .timing(TestTiming.of(time));
  }

  /** Returns the decoded queries of the authorization URLs that a browser opened, in order. */
  public List<String> authorizationQueries() {
    return azure.requests(LOGIN).stream()
        .filter(request -> request.method().equals("GET"))
        .filter(request -> request.path().endsWith("/oauth2/v2.0/authorize"))
        .map(request -> URLDecoder.decode(request.query(), StandardCharsets.UTF_8))
        .toList();
  }

  public ClientCredential secretOf(Registration registration) {
    return ClientCredential.secret(registration.secret());
  }

  @Override
  public void close() {
    azure.close();
  }
}
