package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.World.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.World;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.FakeUser;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sign-outs and sessions while another user's tokens fill the caches and the store. */
class SignOutInFullStoreTest {
  private final World world = new World();
  private final FakeEntra entra = world.azure.entra();
  private final MemoryTokenStore store =
      MemoryTokenStore.withMaximumBytes(64 << 10, TestTiming.of(world.time));
  private final OnBehalfOf onBehalfOf =
      world
          .signIn(entra.webApi())
          .store(store)
          .maximumCacheBytes(64 << 10)
          .onBehalfOf(world.secretOf(entra.webApi()));
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());

  @AfterEach
  void stop() {
    world.close();
  }

  private String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  private Instant inAnHour() {
    return world.time.clock().instant().plusSeconds(3600);
  }

  private void fillStoreWithTokens() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      store.put(StoreKey.of("token", "bob", String.valueOf(i)), new byte[1_000], inAnHour());
    }
  }

  @Test
  void signOut_survivesManyTokensOfAnotherUser() throws Exception {
    String stolen = assertion(entra.alice());
    onBehalfOf.forUser(stolen).token(TWINS);
    onBehalfOf.signOut(alice);
    fillStoreWithTokens();
    OnBehalfOf restarted =
        world.signIn(entra.webApi()).store(store).onBehalfOf(world.secretOf(entra.webApi()));
    assertThatThrownBy(() -> restarted.forUser(stolen).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void session_survivesManyTokensOfAnotherUser() throws Exception {
    Session session = onBehalfOf.startSession(assertion(entra.alice()));
    fillStoreWithTokens();
    assertThat(onBehalfOf.resumeSession(session.key(), alice).token(TWINS)).isNotNull();
  }

  /** The cached user remembers the sign-out; without it, the store must be read again. */
  @Test
  void signOut_isReadAgainForAnEvictedUser() throws Exception {
    String stolen = assertion(entra.alice());
    onBehalfOf.forUser(stolen).token(TWINS);
    onBehalfOf.signOut(alice);
    TokenProvider signedOut = onBehalfOf.forUser(stolen);
    for (int i = 0; i < 200; i++) {
      String bobs = assertion(entra.bob());
      for (int use = 0; use < 4; use++) { // the cache prefers frequently used tokens
        onBehalfOf.forUser(bobs);
        world.time.advance(Duration.ofSeconds(1));
      }
    }
    assertThat(onBehalfOf.forUser(stolen)).isNotSameAs(signedOut);
    assertThat(onBehalfOf.forUser(stolen).cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> onBehalfOf.forUser(stolen).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void signOut_failsInAStoreFullOfSignOuts() {
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
