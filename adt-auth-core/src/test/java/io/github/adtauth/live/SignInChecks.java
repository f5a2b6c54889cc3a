package io.github.adtauth.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CredentialException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.live.CheckRunner.SkippedException;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Each way to sign in, each followed by a call of the instance; and what Entra ID rejects. */
final class SignInChecks {
  private static final Duration PATIENCE_OF_THE_USER = Duration.ofMinutes(4);
  private static final TwinQuery NOTHING =
      TwinQuery.of("SELECT * FROM digitaltwins T WHERE T.$dtId = ?", "adt-auth-live-none");
  private static final String NEEDS_USER =
      "Set " + LiveTarget.NATIVE_CLIENT_ID + ", and sign in when the code is printed.";

  private final LiveTarget target;
  private final CheckRunner runner;
  private final DigitalTwinsConfig config;
  private final DigitalTwins instance;
  private @Nullable UserSignIn users;

  SignInChecks(LiveTarget target, CheckRunner runner, DigitalTwins instance) {
    this.target = target;
    this.runner = runner;
    this.instance = instance;
    config = target.config();
  }

  void run() {
    runner.check("service", () -> call(service()));
    runner.check("service: wrong secret", this::wrongSecret);
    runner.check("service: claims challenge", this::claimsOfTheApplication);
    runner.check("managed identity", this::managedIdentity);
    if (target.variable(LiveTarget.NATIVE_CLIENT_ID).isEmpty()) {
      for (String check :
          List.of("device code", "on-behalf-of", "on-behalf-of: claims challenge")) {
        runner.skip(check, NEEDS_USER);
      }
      return;
    }
    runner.check("device code", PATIENCE_OF_THE_USER, this::deviceCode);
    runner.check("on-behalf-of", () -> call(onBehalfOf().forUser(inboundToken())));
    runner.check("on-behalf-of: claims challenge", this::claimsOfTheUser);
  }

  TokenProvider service() {
    return target.signIn(config).service(credential());
  }

  private ClientCredential credential() {
    return ClientCredential.fromEnvironment(target.variables());
  }

  private void call(TokenProvider tokens) {
    instance.client(tokens).query(NOTHING, DigitalTwin.class).forEach(twin -> {});
  }

  private void wrongSecret() {
    ClientCredential wrong = ClientCredential.secret("wrong-" + UUID.randomUUID());
    assertThatThrownBy(() -> call(target.signIn(config).service(wrong)))
        .isInstanceOf(CredentialException.class);
  }

  /** What the library does when the instance demands claims: Entra ID has to take them. */
  private void claimsOfTheApplication() throws IOException {
    TokenProvider service = service();
    AccessToken rejected = service.token(request());
    String claims =
        "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"%d\"}}}"
            .formatted(Instant.now().getEpochSecond());
    AccessToken replacement = service.token(request().afterRejection(rejected, claims));
    assertThat(replacement.fingerprint()).isNotEqualTo(rejected.fingerprint());
    assertThat(service.token(request()).fingerprint()).isEqualTo(replacement.fingerprint());
  }

  private void managedIdentity() throws IOException {
    try {
      target.signIn(config).managedIdentity().token(request());
    } catch (CredentialUnavailableException e) {
      throw new SkippedException("This machine has no managed identity.");
    }
  }

  private void deviceCode() {
    String clientId = target.variable(LiveTarget.NATIVE_CLIENT_ID).orElseThrow();
    UserSignIn signIn = target.signIn(target.nativeConfig(clientId)).deviceCode(target.prompt());
    signIn.signIn();
    users = signIn; // one prompt: the token for the API comes by the refresh token
    call(signIn);
  }

  private OnBehalfOf onBehalfOf() {
    return target.signIn(config).onBehalfOf(credential());
  }

  private String inboundToken() throws IOException {
    UserSignIn signedIn = users;
    if (signedIn == null) {
      throw new SkippedException("Nobody signed in with the device code.");
    }
    String scope = "api://" + config.clientId() + "/access_as_user";
    return signedIn.token(TokenRequest.of(scope)).value();
  }

  private void claimsOfTheUser() throws IOException {
    String context = target.variable(LiveTarget.AUTH_CONTEXT).orElse("c1");
    String claims =
        "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"%s\"}}}".formatted(context);
    TokenProvider user = onBehalfOf().forUser(inboundToken());
    try {
      user.token(request().withClaims(claims));
    } catch (InteractionRequiredException e) {
      Challenge sent = Challenge.forFailure(e).cloud(config.cloud());
      assertThat(sent.status()).isEqualTo(401);
      Challenge read =
          Challenge.parse(401, List.of(sent.wwwAuthenticate().orElseThrow())).orElseThrow();
      assertThat(read.claims()).isPresent().isEqualTo(e.claims());
      return;
    }
    throw new SkippedException(
        "No policy demands anything for the authentication context "
            + context
            + ", or the user has met it: set "
            + LiveTarget.AUTH_CONTEXT
            + ".");
  }

  private TokenRequest request() {
    return TokenRequest.of(config.scope());
  }
}
