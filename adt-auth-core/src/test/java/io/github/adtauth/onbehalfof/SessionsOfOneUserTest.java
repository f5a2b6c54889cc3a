package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.TokenDefect;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that one user cannot fill the store with sessions. */
class SessionsOfOneUserTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final OnBehalfOf onBehalfOf =
      fixture
          .signIn(entra.webApi())
          .store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)))
          .onBehalfOf(fixture.secretOf(entra.webApi()));

  @AfterEach
  void stop() {
    fixture.close();
  }

  private Session start(FakeUser user) {
    return onBehalfOf.startSession(entra.assertionFor(user, entra.webApi()));
  }

  /** Each start sends a request, so a user whom Entra ID rejects must not repeat it without end. */
  @Test
  void rejectedStarts_countToo() {
    entra.requireMfa(entra.bob());
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> start(entra.bob())).isInstanceOf(InteractionRequiredException.class);
    }
    assertThatThrownBy(() -> start(entra.bob())).isInstanceOf(UnavailableException.class);
  }

  /** Entra ID rejects forged tokens, so they must not use up the sessions of the claimed user. */
  @Test
  void forgedTokens_areNotCounted() throws Exception {
    for (int i = 0; i < 100; i++) {
      String forged = entra.assertionFor(entra.alice(), entra.webApi(), TokenDefect.BAD_SIGNATURE);
      assertThatThrownBy(() -> onBehalfOf.startSession(forged)).isInstanceOf(AdtException.class);
    }
    fixture.time.advance(Duration.ofMinutes(10));
    for (int i = 0; i < 5; i++) {
      assertThat(start(entra.alice()).token(TWINS)).isNotNull();
    }
  }

  @Test
  void userWithTooManySessions_delaysOnlyItself() throws Exception {
    for (int i = 0; i < 100; i++) {
      start(entra.bob());
    }
    assertThatThrownBy(() -> start(entra.bob()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("too many sessions")
        .extracting(e -> ((UnavailableException) e).retryAfter().orElseThrow())
        .isEqualTo(Duration.ofMinutes(5));

    assertThat(start(entra.alice()).token(TWINS)).isNotNull();
    fixture.time.advance(Duration.ofMinutes(5));
    assertThat(start(entra.bob()).token(TWINS)).isNotNull();
    assertThatThrownBy(() -> start(entra.bob())).isInstanceOf(UnavailableException.class);
  }
}
