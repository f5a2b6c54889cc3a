package io.github.adtauth.warts;

import com.google.gson.JsonObject;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.time.Duration;

/** Where the faults of MSAL4J would show, if this library had them. */
final class WartWorld implements AutoCloseable {
  static final String LOGIN = "login.microsoftonline.com";
  static final TokenRequest TWINS = TokenRequest.of(Cloud.DIGITAL_TWINS_SCOPE);
  static final String MFA = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";

  final ManualTime time = new ManualTime();
  final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();
  final FakeEntra entra = azure.entra();

  DigitalTwinsConfig.Builder config(Registration app) {
    return DigitalTwinsConfig.builder()
        .clientId(app.clientId())
        .tenant(entra.tenantId())
        .tokenTimeout(Duration.ofSeconds(2));
  }

  SignIn signIn(Registration app) {
    return SignIn.with(config(app).build())
        .httpClient(azure.httpClient())
        .timing(TestTiming.of(time));
  }

  TokenProvider service() {
    return signIn(entra.daemon()).service(ClientCredential.secret(entra.daemon().secret()));
  }

  OnBehalfOf onBehalfOf() {
    return signIn(entra.webApi()).onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
  }

  String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  UserSignIn browser() {
    return signIn(entra.nativeApp())
        .browser(url -> azure.browser().withUser(entra.alice()).visit(url));
  }

  JsonObject claims(AccessToken token) {
    JsonObject claims = entra.verify(token.value());
    if (claims == null) {
      throw new AssertionError("the token is not genuine or has expired");
    }
    return claims;
  }

  String oid(AccessToken token) {
    return claims(token).get("oid").getAsString();
  }

  int asked() {
    return entra.requests().size();
  }

  @Override
  public void close() {
    azure.close();
  }
}
