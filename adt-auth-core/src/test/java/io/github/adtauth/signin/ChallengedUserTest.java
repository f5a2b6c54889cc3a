package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.AdtException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that only the challenged user can satisfy a claims challenge or consent request. */
class ChallengedUserTest {
  private static final String CLAIMS = "{\"access_token\":{\"acrs\":{\"value\":\"c7\"}}}";

  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";

  private final AccountsFixture fixture = new AccountsFixture();
  private final FakeEntra entra = fixture.entra;

  @AfterEach
  void stop() {
    fixture.close();
  }

  private String oid(TokenProvider tokens) throws IOException {
    return fixture.oid(tokens);
  }

  private InteractionRequiredException challengeFor(TokenProvider tokens, FakeUser user) {
    entra.requireClaims(user, CLAIMS);
    fixture.expireAccessTokens();
    return catchThrowableOfType(InteractionRequiredException.class, () -> tokens.token(TWINS));
  }

  private static InteractionRequiredException challengeOfWebApi() {
    String claims = Base64.getEncoder().encodeToString(CLAIMS.getBytes(StandardCharsets.UTF_8));
    String header = "Bearer error=\"insufficient_claims\", claims=\"" + claims + "\"";
    AdtException demand =
        Challenge.parse(401, List.of(header)).flatMap(Challenge::toException).orElseThrow();
    return (InteractionRequiredException) demand;
  }

  @Test
  void claimsSatisfiedByDifferentUser_changeNothing() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob(), entra.alice());
    Account alice = users.signIn();
    InteractionRequiredException demand = challengeFor(users, entra.alice());
    assertThat(demand.accountId()).contains(alice.id());
    byte[] list = fixture.storedList();
    byte[] entry = fixture.storedAccount(alice);

    assertThatThrownBy(() -> users.signIn(demand))
        .isInstanceOfSatisfying(
            DifferentUserException.class,
            e -> {
              assertThat(e.accountId()).contains(alice.id());
              assertThat(e.claims()).contains(CLAIMS);
              assertThat(e.actualAccount().objectId()).isEqualTo(entra.bob().oid());
            })
        .hasMessageContaining("different user")
        .hasMessageNotContaining("contoso");
    assertThat(fixture.storedList()).isEqualTo(list);
    assertThat(fixture.storedAccount(alice)).isEqualTo(entry);
    assertThat(users.accounts()).containsExactly(alice);
    assertThat(users.currentAccount()).contains(alice);
    assertThat(users.cachedToken(TWINS)).isNull();

    assertThat(users.signIn(demand)).isEqualTo(alice);
    assertThat(oid(users)).isEqualTo(alice.objectId());
    assertThat(fixture.authorizationQueries().get(1)).contains("login_hint=" + alice.username());
  }

  @Test
  void claimsSatisfiedByOtherSignedInUser_changeNothing() throws IOException {
    UserSignIn users = fixture.process(entra.bob(), entra.alice(), entra.bob());
    Account bob = users.signIn();
    Account alice = users.signIn();
    AccessToken token = users.forAccount(bob).token(TWINS);
    InteractionRequiredException demand =
        new InteractionRequiredException(
            ErrorDetails.of("more").claims(CLAIMS).accountId(alice.id()));
    byte[] entry = fixture.storedAccount(bob);
    assertThatThrownBy(() -> users.signIn(demand)).isInstanceOf(DifferentUserException.class);
    assertThat(fixture.storedAccount(bob)).isEqualTo(entry);
    assertThat(users.forAccount(bob).token(TWINS)).isSameAs(token);
    assertThat(oid(users)).isEqualTo(alice.objectId());
  }

  @Test
  void responseThatNamesTwoUsers_changesNothing() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    InteractionRequiredException demand = challengeFor(users, entra.alice());
    byte[] entry = fixture.storedAccount(alice);
    fixture
        .signInFixture
        .azure
        .script(LOGIN)
        .nextWhen(
            request -> request.path().contains("/token"),
            tokensOf(entra.bob(), info(entra.alice())));
    assertThatThrownBy(() -> users.signIn(demand)).isInstanceOf(DifferentUserException.class);
    assertThat(fixture.storedAccount(alice)).isEqualTo(entry);
    assertThat(users.cachedToken(TWINS)).isNull();
  }

  @Test
  void consentByDifferentUser_isRejected() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob(), entra.alice());
    Account alice = users.signIn();
    entra.revokeConsent(entra.nativeApp());
    fixture.expireAccessTokens();
    ConsentRequiredException demand =
        catchThrowableOfType(ConsentRequiredException.class, () -> users.token(TWINS));
    assertThat(demand.accountId()).contains(alice.id());
    assertThatThrownBy(() -> users.signIn(demand)).isInstanceOf(DifferentUserException.class);
    assertThat(users.accounts()).containsExactly(alice);
    assertThat(users.signIn(demand)).isEqualTo(alice);
    assertThat(oid(users)).isEqualTo(alice.objectId());
  }

  @Test
  void deviceCodeApprovedByDifferentUser_isRejected() throws IOException {
    FakeUser[] next = {entra.alice()};
    UserSignIn users =
        fixture
            .signInFixture
            .signIn(entra.nativeApp())
            .store(fixture.store)
            .deviceCode(prompt -> entra.approveDeviceCode(prompt.userCode(), next[0]));
    Account alice = users.signIn();
    InteractionRequiredException demand = challengeFor(users, entra.alice());
    next[0] = entra.bob();
    assertThatThrownBy(() -> users.signIn(demand)).isInstanceOf(DifferentUserException.class);
    assertThat(users.accounts()).containsExactly(alice);
    next[0] = entra.alice();
    users.signIn(demand);
    assertThat(oid(users)).isEqualTo(alice.objectId());
  }

  @Test
  void challengeForOtherAccount_isSatisfiedByThatAccount() throws IOException {
    UserSignIn users = fixture.process(entra.bob(), entra.alice(), entra.alice(), entra.bob());
    Account bob = users.signIn();
    Account alice = users.signIn();
    InteractionRequiredException demand = challengeFor(users.forAccount(bob), entra.bob());
    assertThat(demand.accountId()).contains(bob.id());
    assertThatThrownBy(() -> users.signIn(demand)).isInstanceOf(DifferentUserException.class);
    assertThat(users.signIn(demand)).isEqualTo(bob);
    assertThat(fixture.authorizationQueries().get(2)).contains("login_hint=" + bob.username());
    assertThat(oid(users.forAccount(bob))).isEqualTo(bob.objectId());
    assertThat(oid(users)).as("current account").isEqualTo(alice.objectId());
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(alice);
  }

  @Test
  void challengeOfWebApi_appliesToCurrentAccount() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob(), entra.alice());
    Account alice = users.signIn();
    assertThatThrownBy(() -> users.signIn(challengeOfWebApi()))
        .isInstanceOf(DifferentUserException.class);
    assertThat(users.signIn(challengeOfWebApi())).isEqualTo(alice);
    assertThat(fixture.authorizationQueries().get(1)).contains("login_hint=" + alice.username());
  }

  @Test
  void challengeOfWebApi_appliesToStoredCurrentAccount() {
    fixture.process(entra.alice()).signIn();
    UserSignIn next = fixture.process(entra.bob());
    assertThatThrownBy(() -> next.signIn(challengeOfWebApi()))
        .isInstanceOf(DifferentUserException.class);
  }

  @Test
  void challengeWithoutAccount_afterAccountChange_doesNotPrompt() {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    users.signOut(users.signIn());
    Account bob = users.signIn();
    ConsentRequiredException consent = new ConsentRequiredException(ErrorDetails.of("consent"));
    for (AdtException demand : List.of(challengeOfWebApi(), consent)) {
      assertThatThrownBy(() -> signIn(users, demand))
          .isInstanceOfSatisfying(
              NoCurrentAccountException.class, e -> assertThat(e.accounts()).containsExactly(bob))
          .hasMessageContaining("Challenge.parse");
    }
    assertThat(fixture.visits).hasSize(2);
    assertThat(users.currentAccount()).contains(bob);
  }

  @Test
  void challengeWithoutAccount_afterSameSignIn_prompts() {
    UserSignIn users = fixture.process(entra.alice(), entra.alice(), entra.alice());
    users.signOut(users.signIn());
    Account alice = users.signIn();
    assertThat(users.signIn(challengeOfWebApi())).isEqualTo(alice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "401 Bearer error=\"insufficient_claims\", claims=\"e30=\"",
        "401 Bearer error=\"invalid_token\"",
        "403 Bearer error=\"insufficient_scope\""
      })
  void challengeInResponse_appliesToCallingAccount(String rejection) throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob(), entra.bob(), entra.alice());
    Account alice = users.signIn();
    fixture
        .signInFixture
        .azure
        .script(INSTANCE)
        .always(
            new MockResponse.Builder()
                .code(Integer.parseInt(rejection.substring(0, 3)))
                .setHeader("WWW-Authenticate", rejection.substring(4))
                .build());
    ProtectedResource api =
        new ProtectedResource(URI.create("https://" + INSTANCE), TWINS.scopes().iterator().next());
    OkHttpClient http =
        AuthenticatedHttp.client(fixture.signInFixture.azure.httpClient(), api, users);
    AdtException demand;
    try (Response response =
        http.newCall(new Request.Builder().url("https://" + INSTANCE).build()).execute()) {
      users.signOut(alice);
      users.signIn(); // Bob
      demand = Challenge.parse(response).flatMap(Challenge::toException).orElseThrow();
    }
    assertThat(demand.accountId()).contains(alice.id());
    assertThatThrownBy(() -> signIn(users, demand)).isInstanceOf(DifferentUserException.class);
    assertThat(signIn(users, demand)).isEqualTo(alice);
    assertThat(oid(users)).isEqualTo(entra.bob().oid());
  }

  private static Account signIn(UserSignIn users, AdtException demand) {
    return demand instanceof InteractionRequiredException claims
        ? users.signIn(claims)
        : users.signIn((ConsentRequiredException) demand);
  }

  @Test
  void challengeWithoutAccountAndCurrentAccount_doesNotPrompt() {
    UserSignIn users = fixture.process(entra.alice());
    users.signOut(users.signIn());
    ConsentRequiredException consent = new ConsentRequiredException(ErrorDetails.of("consent"));
    assertThatThrownBy(() -> users.signIn(challengeOfWebApi()))
        .isInstanceOf(NoCurrentAccountException.class);
    assertThatThrownBy(() -> users.signIn(consent)).isInstanceOf(NoCurrentAccountException.class);
    assertThat(fixture.visits).hasSize(1);
  }

  @Test
  void challengeForSignedOutAccount_isSatisfiedByThatUserOnly() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob(), entra.alice());
    Account alice = users.signIn();
    InteractionRequiredException demand = challengeFor(users, entra.alice());
    users.signOut(alice);
    assertThatThrownBy(() -> users.signIn(demand)).isInstanceOf(DifferentUserException.class);
    assertThat(users.accounts()).isEmpty();
    assertThat(users.signIn(demand)).isEqualTo(alice);
    assertThat(oid(users.forAccount(alice))).isEqualTo(alice.objectId());
    assertThat(users.currentAccount()).isEmpty();
  }

  @Test
  void exceptionWithoutSignedInUser_acceptsAnyUser() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    users.signOut(users.signIn());
    NoCurrentAccountException nobody =
        catchThrowableOfType(NoCurrentAccountException.class, () -> users.token(TWINS));
    users.signIn(nobody);
    assertThat(oid(users)).isEqualTo(entra.bob().oid());
  }

  @Test
  void firstSignIn_canBeRetriedWithItsException() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    users.signIn(new ConsentRequiredException(ErrorDetails.of("The user declined consent.")));
    assertThat(oid(users)).isEqualTo(entra.alice().oid());
  }

  @Test
  void failedPromptForChallenge_namesAccount() {
    UserSignIn users =
        fixture
            .signInFixture
            .signIn(entra.nativeApp())
            .store(fixture.store)
            .deviceCode(prompt -> {});
    Account alice = fixture.process(entra.alice()).signIn();
    assertThatThrownBy(() -> users.signIn(challengeOfWebApi()))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class,
            e -> assertThat(e.accountId()).contains(alice.id()));
  }

  @Test
  void endedSignIn_namesAccount() {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    entra.revokeSessions(entra.alice());
    fixture.expireAccessTokens();
    assertThatThrownBy(() -> users.token(TWINS))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class, e -> assertThat(e.accountId()).contains(alice.id()))
        .hasMessageNotContaining("contoso");
  }

  @Test
  void refreshWithTokensOfDifferentUser_isDiscarded() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    byte[] entry = fixture.storedAccount(alice);
    FakeUser bob = entra.bob();
    for (String clientInfo : new String[] {null, info(bob), info(entra.alice())}) {
      fixture.signInFixture.time.advance(Duration.ofHours(5));
      fixture.signInFixture.azure.script(LOGIN).next(tokensOf(bob, clientInfo));
      assertThatThrownBy(() -> users.token(TWINS))
          .as("client_info %s", clientInfo)
          .isInstanceOf(UnexpectedResponseException.class)
          .hasMessageContaining("different user");
      assertThat(fixture.storedAccount(alice)).isEqualTo(entry);
      assertThat(users.cachedToken(TWINS)).isNull();
    }
    fixture.signInFixture.time.advance(Duration.ofHours(5));
    assertThat(oid(users)).isEqualTo(alice.objectId());
  }

  @Test
  void refresh_requestsHomeAccount() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    users.signIn();
    fixture.expireAccessTokens();
    assertThat(oid(users)).isEqualTo(entra.alice().oid());
    assertThat(entra.tokenCalls("refresh_token").get(0).parameter("client_info")).isEqualTo("1");
  }

  @Test
  void refreshThatNamesNoUser_isAccepted() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    users.signIn();
    fixture.expireAccessTokens();
    fixture
        .signInFixture
        .azure
        .script(LOGIN)
        .next(json("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"unnamed\"}"));
    assertThat(users.token(TWINS).value()).isEqualTo("unnamed");
  }

  private static String info(FakeUser user) {
    return base64("{\"uid\":\"" + user.oid() + "\",\"utid\":\"" + user.tid() + "\"}");
  }

  private static MockResponse tokensOf(FakeUser user, String clientInfo) {
    String claims =
        "{\"oid\":\"%s\",\"tid\":\"%s\",\"sub\":\"s\",\"preferred_username\":\"%s\"}"
            .formatted(user.oid(), user.tid(), user.upn());
    String idToken = base64("{\"alg\":\"none\"}") + "." + base64(claims) + ".c2ln";
    return json(
        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"of-bob\","
            + "\"refresh_token\":\"rt-of-bob\",\"id_token\":\""
            + idToken
            + "\""
            + (clientInfo == null ? "" : ",\"client_info\":\"" + clientInfo + "\"")
            + "}");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder()
        .code(200)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }
}
