package io.github.adtauth.signin;

import static io.github.adtauth.signin.World.JWT_BEARER;
import static io.github.adtauth.signin.World.LOGIN;
import static io.github.adtauth.signin.World.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.FakeUser;
import io.github.adtauth.testkit.Faults;
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

/** Throttling and passing faults that Entra returns as {@code invalid_grant}, in every flow. */
class ThrottlingToldAsInvalidGrantTest {
  private final World world = new World();
  private final FakeEntra entra = world.azure.entra();

  @AfterEach
  void stop() {
    world.close();
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
    return world
        .signIn(entra.webApi())
        .store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time)))
        .onBehalfOf(world.secretOf(entra.webApi()));
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
  void onBehalfOf_isAnswered503_withAWait(int code) {
    world.azure.script(LOGIN).always(rejection(code));
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
    assertThat(world.azure.requests(LOGIN)).hasSize(1);
  }

  /** Nor does it count against the budget for inbound tokens that Entra rejects. */
  @Test
  void onBehalfOf_isNotTheInboundTokensFault() throws IOException {
    OnBehalfOf onBehalfOf = onBehalfOf();
    world.azure.script(LOGIN).always(rejection(50196));
    for (int i = 0; i < 120; i++) {
      TokenProvider alice = onBehalfOf.forUser(assertion(entra.alice()));
      assertThatThrownBy(() -> alice.token(TWINS)).isInstanceOf(UnavailableException.class);
      world.time.advance(Duration.ofMillis(10));
    }
    world.azure.script(LOGIN).clear();
    world.time.advance(Duration.ofSeconds(1));
    assertThat(onBehalfOf.forUser(assertion(user())).token(TWINS)).isNotNull();
  }

  /** 120 inbound tokens and a session of one user are one principal. */
  @Test
  void throttledUser_withManyTokensAndASession_doesNotLockOutTheOthers() throws IOException {
    OnBehalfOf onBehalfOf = onBehalfOf();
    Session session = onBehalfOf.startSession(assertion(entra.alice()));
    world.time.advance(Duration.ofMinutes(61));
    world.azure.script(LOGIN).always(Faults.throttled(3600));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(UnavailableException.class);
    for (int i = 0; i < 10; i++) {
      world.time.advance(Duration.ofSeconds(1));
      TokenProvider alice = onBehalfOf.forUser(assertion(entra.alice()));
      assertThatThrownBy(() -> alice.token(TWINS)).isInstanceOf(UnavailableException.class);
    }
    world.azure.script(LOGIN).clear();
    assertThat(onBehalfOf.forUser(assertion(entra.bob())).token(TWINS)).isNotNull();
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void session_goesOnAfterwards() throws IOException {
    Session session = onBehalfOf().startSession(assertion(entra.alice()));
    world.time.advance(Duration.ofMinutes(61));
    world.azure.script(LOGIN).next(rejection(50196));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(UnavailableException.class);
    world.time.advance(Duration.ofSeconds(60));
    assertThat(session.token(TWINS)).isNotNull();
  }

  @Test
  void signedInUser_staysSignedIn() throws IOException {
    MemoryTokenStore store = MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time));
    UserSignIn users =
        world
            .signIn(entra.nativeApp())
            .store(store)
            .browser(world.azure.browser().as(entra.alice())::visit);
    Account alice = users.signIn();
    world.time.advance(Duration.ofHours(2));
    world.azure.script(LOGIN).next(rejection(50196));
    long entries = store.size();
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(UnavailableException.class);
    assertThat(store.size()).isEqualTo(entries);
    assertThat(users.accounts()).containsExactly(alice);
    world.time.advance(Duration.ofSeconds(60));
    assertThat(users.token(TWINS)).isNotNull();
  }

  @Test
  void deviceCode_goesOnPolling_afterTheWait() {
    UserSignIn users =
        world
            .signIn(entra.nativeApp())
            .deviceCode(
                prompt -> {
                  world.azure.script(LOGIN).next(rejection(90055)).next(rejection(90033));
                  entra.approveDeviceCode(prompt.userCode(), entra.bob());
                });
    assertThat(users.signIn().objectId()).isEqualTo(entra.bob().oid());
    assertThat(world.time.sleeps())
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(15));
  }

  @Test
  void deviceCode_throttledBeyondItsTime_endsThen_andSaysWhy() {
    List<DeviceCodePrompt> prompts = new ArrayList<>();
    UserSignIn users =
        world
            .signIn(entra.nativeApp())
            .deviceCode(
                prompt -> {
                  prompts.add(prompt);
                  world.azure.script(LOGIN).always(Faults.throttled(3600));
                });
    long start = TestTiming.of(world.time).ticker().getAsLong();
    assertThatThrownBy(users::signIn).isInstanceOf(UnavailableException.class);
    assertThat(Duration.ofNanos(TestTiming.of(world.time).ticker().getAsLong() - start))
        .isEqualTo(prompts.get(0).timeLeft());
    assertThat(entra.tokenCalls(JWT_BEARER)).isEmpty();
  }
}
