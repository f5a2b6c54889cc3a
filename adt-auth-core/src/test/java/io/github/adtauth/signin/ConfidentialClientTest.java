package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.JWT_BEARER;
import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.TokenCall;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ConfidentialClientTest {
  private static final String MFA =
      "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final TokenProvider job =
      fixture.signIn(entra.daemon()).service(fixture.secretOf(entra.daemon()));
  private final OnBehalfOf onBehalfOf =
      fixture.signIn(entra.webApi()).onBehalfOf(fixture.secretOf(entra.webApi()));

  @AfterEach
  void stop() {
    fixture.close();
  }

  private JsonObject claimsOf(AccessToken token) {
    return Objects.requireNonNull(entra.verify(token.value()));
  }

  private TokenProvider as(FakeUser user) {
    return onBehalfOf.forUser(entra.assertionFor(user, entra.webApi()));
  }

  @Test
  void service_acquiresApplicationTokenOnce() throws IOException {
    JsonObject claims = claimsOf(job.token(TWINS));
    assertThat(claims.get("oid").getAsString()).isEqualTo(entra.daemon().servicePrincipalId());
    assertThat(claims.has("scp")).isFalse();
    job.token(TWINS);
    assertThat(entra.tokenCalls("client_credentials")).hasSize(1);
  }

  @Test
  void clientCapability_isSentUnlessDisabled() throws IOException {
    job.token(TWINS);
    fixture
        .signIn(entra.daemon())
        .claimsChallenges(false)
        .service(fixture.secretOf(entra.daemon()))
        .token(TWINS);
    assertThat(entra.requests().get(0).parameter("claims")).contains("xms_cc").contains("cp1");
    assertThat(entra.requests().get(1).parameter("claims")).isNullOrEmpty();
  }

  @Test
  void onBehalfOf_returnsTokenOfEachUser() throws IOException {
    assertThat(claimsOf(as(entra.alice()).token(TWINS)).get("oid").getAsString())
        .isEqualTo(entra.alice().oid());
    assertThat(claimsOf(as(entra.bob()).token(TWINS)).get("oid").getAsString())
        .isEqualTo(entra.bob().oid());
  }

  @Test
  void onBehalfOf_exchangesEachAssertionOnce() throws IOException {
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());
    AccessToken first = onBehalfOf.forUser(assertion).token(TWINS);
    assertThat(onBehalfOf.forUser(assertion).token(TWINS)).isSameAs(first);
    assertThat(entra.tokenCalls(JWT_BEARER)).hasSize(1);
  }

  @Test
  void twoInboundTokensOfOneUser_doNotEvictEachOther() throws IOException {
    String one = entra.assertionFor(entra.alice(), entra.webApi());
    String other = entra.assertionFor(entra.alice(), entra.webApi());
    for (int i = 0; i < 10; i++) {
      onBehalfOf.forUser(one).token(TWINS);
      onBehalfOf.forUser(other).token(TWINS);
    }
    assertThat(entra.tokenCalls(JWT_BEARER)).hasSize(2);
  }

  @Test
  void claimsChallenge_isSentForBothGrants() throws IOException {
    AccessToken rejected = job.token(TWINS);
    AccessToken better = job.token(TWINS.afterRejection(rejected, MFA));
    assertThat(better).isNotEqualTo(rejected);
    TokenProvider alice = as(entra.alice());
    rejected = alice.token(TWINS);
    alice.token(TWINS.afterRejection(rejected, MFA));
    for (String grant : new String[] {"client_credentials", JWT_BEARER}) {
      TokenCall second = entra.tokenCalls(grant).get(1);
      assertThat(second.parameter("claims")).contains("\"value\":\"c1\"").contains("cp1");
    }
  }

  @Test
  void claimsDemandedByEntra_reachCaller() {
    entra.requireClaims(entra.alice(), MFA);
    assertThatThrownBy(() -> as(entra.alice()).token(TWINS))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class, e -> assertThat(e.claims()).contains(MFA));
  }

  @Test
  void missingConsent_isReported() {
    entra.revokeConsent(entra.webApi());
    assertThatThrownBy(() -> as(entra.alice()).token(TWINS))
        .isInstanceOf(ConsentRequiredException.class);
  }

  @Test
  void rejectedAssertion_isInboundTokenError() {
    for (TokenDefect defect :
        new TokenDefect[] {
          TokenDefect.BAD_SIGNATURE, TokenDefect.EXPIRED, TokenDefect.OTHER_AUDIENCE
        }) {
      String assertion = entra.assertionFor(entra.alice(), entra.webApi(), defect);
      assertThatThrownBy(() -> onBehalfOf.forUser(assertion).token(TWINS))
          .as(defect.name())
          .isInstanceOfSatisfying(
              InboundTokenException.class,
              e ->
                  assertThat(e.fix().orElseThrow().step())
                      .isEqualTo(
                          defect == TokenDefect.EXPIRED ? null : RegistrationStep.EXPOSED_API));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb", "ü"})
  void malformedAssertion_isRefusedBeforeTheWire(String assertion) {
    assertThatThrownBy(() -> onBehalfOf.forUser(assertion))
        .isInstanceOf(InboundTokenException.class);
    assertThat(entra.requests()).isEmpty();
  }

  @Test
  void wrongSecret_isCredentialErrorWithoutSecret() {
    TokenProvider wrong =
        fixture.signIn(entra.daemon()).service(ClientCredential.secret("wr0ng-s3cret-value"));
    assertThatThrownBy(() -> wrong.token(TWINS))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.aadstsCodes()).contains(7000215);
              assertThat(e.fix().orElseThrow().step()).isEqualTo(RegistrationStep.CREDENTIAL);
              assertThat(e.correlationId()).isPresent();
            })
        .hasMessageNotContaining("wr0ng");
  }

  @Test
  void unknownClient_isRegistrationError() {
    TokenProvider unknown =
        SignIn.with(
                io.github.adtauth.DigitalTwinsConfig.builder()
                    .clientId("11111111-2222-3333-4444-555555555555")
                    .tenant(entra.tenantId())
                    .build())
            .httpClient(fixture.azure.httpClient())
            .service(ClientCredential.secret("x"));
    assertThatThrownBy(() -> unknown.token(TWINS))
        .isInstanceOfSatisfying(
            RegistrationException.class,
            e -> assertThat(e.fix().orElseThrow().step()).isEqualTo(RegistrationStep.IDS));
  }

  @Test
  void msal4j_logsNothing() throws IOException {
    Logger msal4j = (Logger) LoggerFactory.getLogger("com.microsoft.aad.msal4j");
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    msal4j.addAppender(seen);
    try {
      job.token(TWINS);
      as(entra.alice()).token(TWINS);
      TokenProvider wrong =
          fixture.signIn(entra.daemon()).service(ClientCredential.secret("wrong"));
      assertThatThrownBy(() -> wrong.token(TWINS)).isInstanceOf(CredentialException.class);
    } finally {
      msal4j.detachAppender(seen);
    }
    assertThat(seen.list)
        .extracting(ILoggingEvent::getLevel)
        .doesNotContain(Level.WARN, Level.ERROR);
  }

  @Test
  void shortOutage_isRetried() throws IOException {
    fixture.azure.script(LOGIN).next(Faults.status(503)).next(Faults.disconnect());
    assertThat(job.token(TWINS)).isNotNull();
    assertThat(fixture.time.sleeps()).hasSize(2);
  }

  @Test
  void throttling_isReportedWithRetryAfter() {
    fixture.azure.script(LOGIN).always(Faults.throttled(60));
    assertThatThrownBy(() -> job.token(TWINS))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(60)));
  }

  @Test
  void malformedResponse_isTypedErrorAndNotCached() throws IOException {
    MockResponse errorInside =
        new MockResponse.Builder().body("{\"error\":\"invalid_scope\"}").build();
    MockResponse notBearer =
        new MockResponse.Builder()
            .body("{\"token_type\":\"pop\",\"access_token\":\"x\",\"expires_in\":3600}")
            .build();
    MockResponse noLifetime =
        new MockResponse.Builder()
            .body("{\"token_type\":\"Bearer\",\"access_token\":\"x\",\"expires_in\":-1}")
            .build();
    for (MockResponse strange :
        new MockResponse[] {
          Faults.html(200),
          Faults.html(400),
          Faults.status(200),
          Faults.malformedJson(),
          Faults.huge(100L << 20),
          notBearer,
          noLifetime,
        }) {
      fixture.azure.script(LOGIN).next(strange);
      assertThatThrownBy(() -> job.token(TWINS))
          .as(strange.toString())
          .isInstanceOf(UnexpectedResponseException.class);
      fixture.time.advance(Duration.ofMinutes(2));
    }
    fixture.azure.script(LOGIN).next(errorInside);
    assertThatThrownBy(() -> job.token(TWINS)).isInstanceOf(RegistrationException.class);
    fixture.time.advance(Duration.ofMinutes(2));
    assertThat(claimsOf(job.token(TWINS))).isNotNull();
  }

  @Test
  void redirectByTokenService_isNotFollowed() {
    fixture
        .azure
        .script(LOGIN)
        .always(
            new MockResponse.Builder()
                .code(307)
                .addHeader("Location", "https://evil.example/steal")
                .build());
    assertThatThrownBy(() -> job.token(TWINS)).isInstanceOf(UnexpectedResponseException.class);
    assertThat(fixture.azure.requests("evil.example")).isEmpty();
  }

  @Test
  void serviceAndUsers_doNotShareTokens() throws IOException {
    TokenProvider service =
        fixture.signIn(entra.webApi()).service(fixture.secretOf(entra.webApi()));
    as(entra.alice()).token(TWINS);
    assertThat(claimsOf(service.token(TWINS)).has("scp")).isFalse();
  }

  /** MSAL4J's future catches the error, which must not become a malformed response. */
  @Test
  void virtualMachineError_reachesCallerUnchanged() {
    OutOfMemoryError full = new OutOfMemoryError("test");
    TokenProvider tokens =
        fixture
            .signIn(entra.daemon())
            .tokenHttpClient(
                fixture
                    .azure
                    .httpClient()
                    .newBuilder()
                    .addNetworkInterceptor(
                        chain -> {
                          throw full;
                        })
                    .build())
            .service(fixture.secretOf(entra.daemon()));
    assertThatThrownBy(() -> tokens.token(TWINS)).isSameAs(full);
  }

  /** The error is wrapped as by futures and by OkHttp's dispatcher. */
  @Test
  void missingClassInTokenRequest_reachesCallerUnchanged() {
    NoClassDefFoundError missing = new NoClassDefFoundError("com/example/Missing");
    TokenProvider tokens =
        fixture
            .signIn(entra.daemon())
            .tokenHttpClient(
                fixture
                    .azure
                    .httpClient()
                    .newBuilder()
                    .addNetworkInterceptor(
                        chain -> {
                          throw new IOException("canceled due to " + missing, missing);
                        })
                    .build())
            .service(fixture.secretOf(entra.daemon()));
    assertThatThrownBy(() -> tokens.token(TWINS)).isSameAs(missing);
  }

  @Test
  void missingClassInTokenSource_reachesCallerUnchanged() {
    NoClassDefFoundError missing = new NoClassDefFoundError("com/example/Missing");
    TokenProvider tokens =
        fixture
            .signIn(entra.daemon())
            .service(
                ClientCredential.federatedToken(
                    () -> {
                      throw new CompletionException(missing);
                    }));
    assertThatThrownBy(() -> tokens.token(TWINS)).isSameAs(missing);
  }
}
