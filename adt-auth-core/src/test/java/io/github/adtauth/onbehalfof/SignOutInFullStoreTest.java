package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests sign-outs and sessions while the tokens of another user fill the store. */
class SignOutInFullStoreTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final MemoryTokenStore store =
      MemoryTokenStore.withMaximumBytes(64 << 10, TestTiming.of(fixture.time));
  private final OnBehalfOf onBehalfOf =
      fixture
          .signIn(entra.webApi())
          .store(store)
          .maximumCacheBytes(64 << 10)
          .onBehalfOf(fixture.secretOf(entra.webApi()));
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());

  @AfterEach
  void stop() {
    fixture.close();
  }

  private String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  private Instant inAnHour() {
    return fixture.time.clock().instant().plusSeconds(3600);
  }

  private void fillStoreWithTokens() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      store.put(StoreKey.of("token", "bob", String.valueOf(i)), new byte[1_000], inAnHour());
    }
  }

  @Test
  void signOut_survivesManyTokensOfOtherUser() throws Exception {
    String stolen = assertion(entra.alice());
    onBehalfOf.forUser(stolen).token(TWINS);
    onBehalfOf.signOut(alice);
    fillStoreWithTokens();
    OnBehalfOf restarted =
        fixture.signIn(entra.webApi()).store(store).onBehalfOf(fixture.secretOf(entra.webApi()));
    assertThatThrownBy(() -> restarted.forUser(stolen).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void session_survivesManyTokensOfOtherUser() throws Exception {
    Session session = onBehalfOf.startSession(assertion(entra.alice()));
    fillStoreWithTokens();
    assertThat(onBehalfOf.resumeSession(session.key(), alice).token(TWINS)).isNotNull();
  }

  /** The cached user remembers the sign-out; without it, the store must be read again. */
  @Test
  void signOut_isRereadForEvictedUser() throws Exception {
    String stolen = assertion(entra.alice());
    onBehalfOf.forUser(stolen).token(TWINS);
    onBehalfOf.signOut(alice);
    TokenProvider signedOut = onBehalfOf.forUser(stolen);
    for (int i = 0; i < 200; i++) {
      String bobs = assertion(entra.bob());
      for (int use = 0; use < 4; use++) { // the cache prefers frequently used tokens
        onBehalfOf.forUser(bobs);
        fixture.time.advance(Duration.ofSeconds(1));
      }
    }
    assertThat(onBehalfOf.forUser(stolen)).isNotSameAs(signedOut);
    assertThat(onBehalfOf.forUser(stolen).cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> onBehalfOf.forUser(stolen).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void signOut_failsInStoreFullOfSignOuts() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                onBehalfOf.signOut(new UserId("user-" + i, entra.tenantId()));
              }
            })
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the MemoryTokenStore is full")
        .hasMessageContaining("The user is still signed in")
        .hasRootCauseInstanceOf(IOException.class);
  }

  /** The store works, so the operator must look for its size and not for an outage. */
  @Test
  void session_failsInAFullStore_withTheReason() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                onBehalfOf.startSession(assertion(entra.alice()));
              }
            })
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("The session was not started: the MemoryTokenStore is full")
        .hasMessageContaining("Create the store with more than")
        .message()
        .doesNotContain("is down");
  }
}
