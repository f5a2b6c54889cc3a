package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.Faults;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a sign-out applies to all nodes even if the clock of its node is wrong. */
class SignOutClockTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());
  private final ServerStore store =
      new ServerStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
  private final OnBehalfOf accurateNode = node(Duration.ZERO);

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** Returns a node whose clock is ahead by the given duration. */
  private OnBehalfOf node(Duration ahead) {
    Timing timing = TestTiming.of(fixture.time);
    return fixture
        .signIn(entra.webApi())
        .timing(
            new Timing(
                Clock.offset(timing.clock(), ahead),
                timing.ticker(),
                timing.jitter(),
                timing.sleeper()))
        .store(SealedTokenStore.wrap(store, KeyRing.of("k", new byte[32])).timing(timing))
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  private void assertSignedOut(String assertion) {
    OnBehalfOf fresh = node(Duration.ZERO);
    assertThatThrownBy(() -> fresh.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class)
        .hasMessageContaining("signed out");
  }

  @ParameterizedTest
  @ValueSource(longs = {-30, -300, 30, 300})
  void signOutOnWrongClock_appliesToOtherNodes(long seconds) throws IOException {
    OnBehalfOf inaccurateNode = node(Duration.ofSeconds(seconds));
    inaccurateNode
        .forUser(assertion(entra.bob()))
        .token(TWINS); // learns the time of the token service
    fixture.time.advance(Duration.ofMinutes(10));
    String assertion = assertion(entra.alice());
    Session session = accurateNode.startSession(assertion);
    inaccurateNode.signOut(alice);
    assertSignedOut(assertion);
    fixture.time.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    String again = assertion(entra.alice());
    assertThatCode(() -> accurateNode.forUser(again).token(TWINS)).doesNotThrowAnyException();
  }

  @Test
  void rejectionByTokenService_setsClock() {
    OnBehalfOf slow = node(Duration.ofSeconds(-30));
    entra.revokeConsent(entra.webApi());
    assertThatThrownBy(() -> slow.forUser(assertion(entra.bob())).token(TWINS)).isNotNull();
    entra.grantConsent(entra.webApi());
    String assertion = assertion(entra.alice());
    slow.signOut(alice);
    assertSignedOut(assertion);
  }

  @Test
  void unknownServiceTime_usesStoreServerTime() {
    OnBehalfOf slow = node(Duration.ofSeconds(-30));
    String assertion = assertion(entra.alice());
    store.serverTime = fixture.time.clock().instant();
    slow.signOut(alice);
    assertSignedOut(assertion);
  }

  @Test
  void serverTimeOfStore_isAtMostTenMinutesAhead() {
    store.serverTime = Instant.parse("9999-12-31T00:00:00Z");
    accurateNode.signOut(alice);
    fixture.time.advance(Duration.ofMinutes(10).plusSeconds(1));
    String again = assertion(entra.alice());
    assertThatCode(() -> accurateNode.forUser(again).token(TWINS)).doesNotThrowAnyException();
  }

  @Test
  void failedServerTime_doesNotFailSignOut() {
    store.timeFails = true;
    String assertion = assertion(entra.alice());
    accurateNode.signOut(alice);
    assertSignedOut(assertion);
  }

  @ParameterizedTest
  @ValueSource(longs = {31_556_889_864_403_199L, -31_557_014_167_219_200L, 253_402_300_800L, -1})
  void absurdServerTime_doesNotFailSignOut(long seconds) {
    store.serverTime = Instant.ofEpochSecond(seconds);
    String assertion = assertion(entra.alice());
    accurateNode.signOut(alice);
    assertSignedOut(assertion);
    fixture.time.advance(Duration.ofMinutes(1));
    String again = assertion(entra.alice());
    assertThatCode(() -> accurateNode.forUser(again).token(TWINS)).doesNotThrowAnyException();
  }

  @Test
  void hostileDate_isAtMostTenMinutesAhead() {
    fixture
        .azure
        .script(LOGIN)
        .next(
            Faults.status(400)
                .newBuilder()
                .setHeader("Date", "Fri, 31 Dec 2100 23:59:59 GMT")
                .build());
    assertThatThrownBy(() -> accurateNode.forUser(assertion(entra.bob())).token(TWINS)).isNotNull();
    accurateNode.signOut(alice);
    fixture.time.advance(Duration.ofMinutes(10).plusSeconds(1));
    String again = assertion(entra.alice());
    assertThatCode(() -> accurateNode.forUser(again).token(TWINS)).doesNotThrowAnyException();
  }

  @Test
  void secondSignOutOnSlowClock_keepsLaterMark() {
    String assertion = assertion(entra.alice());
    accurateNode.signOut(alice);
    OnBehalfOf slow = node(Duration.ofHours(-1));
    slow.signOut(alice);
    assertSignedOut(assertion);
  }

  /** The entry must not have expired by the clocks of the other nodes. */
  @Test
  void secondSignOutOnClockOf1971_keepsMark() {
    String assertion = assertion(entra.alice());
    accurateNode.signOut(alice);
    OnBehalfOf reset = node(Duration.ofDays(-20_000));
    reset.signOut(alice);
    assertSignedOut(assertion);
  }

  /** A store that reports the time of its server. */
  private static final class ServerStore extends ForwardingStore {
    volatile @Nullable Instant serverTime;
    volatile boolean timeFails;

    ServerStore(TokenStore inner) {
      super(inner);
    }

    @Override
    public Optional<Instant> serverTime() throws IOException {
      if (timeFails) {
        throw new IOException("no time");
      }
      return Optional.ofNullable(serverTime);
    }
  }
}
