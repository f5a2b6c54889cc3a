package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.TokenCall;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests claims challenges of the instance that Entra ID grants or rejects. */
class ClaimsChallengeTest {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String CLAIMS =
      "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}";

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final DigitalTwins instance = DigitalTwins.at(config(entra.webApi()), azure.httpClient());

  @AfterEach
  void stop() {
    instance.close();
    azure.close();
  }

  private DigitalTwinsConfig config(Registration app) {
    return DigitalTwinsConfig.builder()
        .clientId(app.clientId())
        .tenant(entra.tenantId())
        .endpoint(azure.endpoint())
        .build();
  }

  private SignIn signIn(Registration app) {
    return SignIn.with(config(app)).httpClient(azure.httpClient());
  }

  private long count(TokenProvider tokens) {
    return instance
        .client(tokens)
        .query(TwinQuery.of("SELECT * FROM digitaltwins"), DigitalTwin.class)
        .stream()
        .count();
  }

  private OnBehalfOf onBehalfOf() {
    return signIn(entra.webApi()).onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
  }

  private static void assertClaimsAndCapability(List<TokenCall> calls) {
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0).parameter("claims")).contains("cp1").doesNotContain("1700000000");
    assertThat(calls.get(1).parameter("claims")).contains("cp1").contains("1700000000");
  }

  @Test
  void onBehalfOfCall_succeedsOnReplay() {
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());
    OnBehalfOf onBehalfOf = onBehalfOf();
    azure.twins().challengeOnce(entra.alice().oid(), CLAIMS);
    assertThat(count(onBehalfOf.forUser(assertion))).isZero();
    assertClaimsAndCapability(entra.tokenCalls(JWT_BEARER));
    assertThat(count(onBehalfOf.forUser(assertion))).isZero();
    assertThat(entra.tokenCalls(JWT_BEARER)).hasSize(2);
  }

  @Test
  void applicationCall_succeedsOnReplay() {
    TokenProvider job =
        signIn(entra.daemon()).service(ClientCredential.secret(entra.daemon().secret()));
    azure.twins().challengeOnce(entra.daemon().servicePrincipalId(), CLAIMS);
    assertThat(count(job)).isZero();
    assertClaimsAndCapability(entra.tokenCalls("client_credentials"));
  }

  /** The web API returns the challenge to its client without further token requests. */
  @Test
  void secondChallenge_reachesCallerOfWebApi() {
    TokenProvider alice = onBehalfOf().forUser(entra.assertionFor(entra.alice(), entra.webApi()));
    azure.twins().challengeOnce(entra.alice().oid(), CLAIMS);
    assertThat(count(alice)).isZero();
    for (int i = 0; i < 5; i++) {
      String other =
          "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"170000000" + i + "\"}}}";
      azure.twins().challengeOnce(entra.alice().oid(), other);
      Throwable failure = catchThrowable(() -> count(alice));
      assertThat(failure)
          .isInstanceOfSatisfying(
              InteractionRequiredException.class, e -> assertThat(e.claims()).contains(other));
      Challenge challenge = Challenge.forFailure(failure);
      assertThat(challenge.status()).isEqualTo(401);
      assertThat(challenge.claims()).contains(other);
      assertThat(count(alice)).isZero();
    }
    assertThat(entra.tokenCalls(JWT_BEARER)).hasSize(2);
  }

  @Test
  void challengeForUser_reachesCaller() {
    OnBehalfOf onBehalfOf = onBehalfOf();
    TokenProvider alice = onBehalfOf.forUser(entra.assertionFor(entra.alice(), entra.webApi()));
    count(alice);
    String mfa = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";
    entra.requireClaims(entra.alice(), mfa);
    azure.twins().challengeOnce(entra.alice().oid(), CLAIMS);
    assertThatThrownBy(() -> count(alice))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class, e -> assertThat(e.claims()).contains(mfa));
    TokenProvider again =
        onBehalfOf.forUser(entra.assertionWithClaims(mfa, entra.alice(), entra.webApi()));
    assertThat(count(again)).isZero();
  }

  @Test
  void challengeByInstance_namesCallingAccount() {
    List<FakeUser> next = new ArrayList<>(List.of(entra.bob(), entra.alice()));
    UserSignIn users =
        signIn(entra.nativeApp())
            .browser(url -> azure.browser().withUser(next.remove(0)).visit(url));
    Account bob = users.signIn();
    users.signIn();
    azure.twins().challengeUntil(bob.objectId(), CLAIMS, token -> false);
    assertThatThrownBy(() -> count(users.forAccount(bob)))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class,
            e -> {
              assertThat(e.claims()).contains(CLAIMS);
              assertThat(e.accountId()).contains(bob.id());
            });
  }

  @Test
  void endlessChallenge_isReplayedOnce() {
    TokenProvider job =
        signIn(entra.daemon()).service(ClientCredential.secret(entra.daemon().secret()));
    azure.twins().challengeUntil(entra.daemon().servicePrincipalId(), CLAIMS, token -> false);
    assertThatThrownBy(() -> count(job)).isInstanceOf(io.github.adtauth.AdtException.class);
    assertThat(azure.requests("contoso.api.weu.digitaltwins.azure.net")).hasSize(2);
  }
}
