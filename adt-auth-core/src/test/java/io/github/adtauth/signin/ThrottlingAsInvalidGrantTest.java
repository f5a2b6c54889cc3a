package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.JWT_BEARER;
import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests throttling and transient errors that Entra ID reports as {@code invalid_grant}. */
class ThrottlingAsInvalidGrantTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static MockResponse rejection(int code) {
    return new MockResponse.Builder()
        .code(400)
        .addHeader("Content-Type", "application/json")
        .body(
            "{\"error\":\"invalid_grant\",\"error_codes\":["
                + code
                + "],\"error_description\":\"AADSTS"
                + code
                + ": Something.\"}")
        .build();
  }

  private OnBehalfOf onBehalfOf() {
    return fixture
        .signIn(entra.webApi())
        .store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)))
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private FakeUser user() {
    FakeUser user =
        new FakeUser(UUID.randomUUID().toString(), entra.tenantId(), "u@contoso", "User");
    entra.addUser(user);
    return user;
  }

  private String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  @ParameterizedTest
  @ValueSource(ints = {50196, 90055, 90033})
  void onBehalfOf_responds503WithRetryAfter(int code) {
    fixture.azure.script(LOGIN).always(rejection(code));
    TokenProvider alice = onBehalfOf().forUser(assertion(entra.alice()));
    for (int i = 0; i < 5; i++) {
      Throwable failure = catchThrowable(() -> alice.token(TWINS));
      assertThat(failure).isInstanceOf(UnavailableException.class);
      Challenge challenge = Challenge.forFailure(failure);
      assertThat(challenge.status()).isEqualTo(503);
      assertThat(challenge.headers())
          .containsEntry("Retry-After", code == 90033 ? "5" : "60")
          .doesNotContainKey("WWW-Authenticate");
    }
    assertThat(fixture.azure.requests(LOGIN)).hasSize(1);
  }

  /** Throttling does not count against the limit for rejected inbound tokens. */
  @Test
  void onBehalfOf_isNotInboundTokenError() throws IOException {
    OnBehalfOf onBehalfOf = onBehalfOf();
    fixture.azure.script(LOGIN).always(rejection(50196));
    for (int i = 0; i < 120; i++) {
      TokenProvider alice = onBehalfOf.forUser(assertion(entra.alice()));
      assertThatThrownBy(() -> alice.token(TWINS)).isInstanceOf(UnavailableException.class);
      fixture.time.advance(Duration.ofMillis(10));
    }
    fixture.azure.script(LOGIN).clear();
    fixture.time.advance(Duration.ofSeconds(1));
    assertThat(onBehalfOf.forUser(assertion(user())).token(TWINS)).isNotNull();
  }

  /** All inbound tokens and sessions of a user belong to one principal. */
  @Test
  void throttledUserWithManyTokens_doesNotBlockOthers() throws IOException {
    OnBehalfOf onBehalfOf = onBehalfOf();
    Session session = onBehalfOf.startSession(assertion(entra.alice()));
    fixture.time.advance(Duration.ofMinutes(61));
    fixture.azure.script(LOGIN).always(Faults.throttled(3600));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(UnavailableException.class);
    for (int i = 0; i < 10; i++) {
      fixture.time.advance(Duration.ofSeconds(1));
      TokenProvider alice = onBehalfOf.forUser(assertion(entra.alice()));
      assertThatThrownBy(() -> alice.token(TWINS)).isInstanceOf(UnavailableException.class);
    }
    fixture.azure.script(LOGIN).clear();
    assertThat(onBehalfOf.forUser(assertion(entra.bob())).token(TWINS)).isNotNull();
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void session_continuesAfterThrottling() throws IOException {
    Session session = onBehalfOf().startSession(assertion(entra.alice()));
    fixture.time.advance(Duration.ofMinutes(61));
    fixture.azure.script(LOGIN).next(rejection(50196));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(UnavailableException.class);
    fixture.time.advance(Duration.ofSeconds(60));
    assertThat(session.token(TWINS)).isNotNull();
  }

  @Test
  void signedInUser_staysSignedIn() throws IOException {
    MemoryTokenStore store =
        MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time));
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .store(store)
            .browser(fixture.azure.browser().withUser(entra.alice())::visit);
    Account alice = users.signIn();
    fixture.time.advance(Duration.ofHours(2));
    fixture.azure.script(LOGIN).next(rejection(50196));
    long entries = store.size();
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(UnavailableException.class);
    assertThat(store.size()).isEqualTo(entries);
    assertThat(users.accounts()).containsExactly(alice);
    fixture.time.advance(Duration.ofSeconds(60));
    assertThat(users.token(TWINS)).isNotNull();
  }

  @Test
  void deviceCode_continuesPollingAfterWait() {
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .deviceCode(
                prompt -> {
                  fixture.azure.script(LOGIN).next(rejection(90055)).next(rejection(90033));
                  entra.approveDeviceCode(prompt.userCode(), entra.bob());
                });
    assertThat(users.signIn().objectId()).isEqualTo(entra.bob().oid());
    assertThat(fixture.time.sleeps())
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(15));
  }

  @Test
  void deviceCodeThrottledBeyondExpiry_failsWithReason() {
    List<DeviceCodePrompt> prompts = new ArrayList<>();
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .deviceCode(
                prompt -> {
                  prompts.add(prompt);
                  fixture.azure.script(LOGIN).always(Faults.throttled(3600));
                });
    long start = TestTiming.of(fixture.time).ticker().getAsLong();
    assertThatThrownBy(users::signIn).isInstanceOf(UnavailableException.class);
    assertThat(Duration.ofNanos(TestTiming.of(fixture.time).ticker().getAsLong() - start))
        .isEqualTo(prompts.get(0).timeLeft());
    assertThat(entra.tokenCalls(JWT_BEARER)).isEmpty();
  }
}
