package io.github.adtauth.signin;

import static io.github.adtauth.signin.World.TWINS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.store.FileStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.FakeUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts in one store that several processes sign in, out and refresh, for a long time. */
class SharedAccountsTest {
  private final World world = new World();
  private final FakeEntra entra = world.azure.entra();
  private TokenStore store;
  private @Nullable Runnable afterNextRemoval;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws IOException {
    KeyRing ring = KeyRing.of("k", new byte[32]);
    store = new Interrupting(FileStore.sealed(folder, ring, world.time.timing()));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  /** Lets another process act in the middle of a sign-out. */
  private final class Interrupting implements TokenStore {
    private final TokenStore inner;

    Interrupting(TokenStore inner) {
      this.inner = inner;
    }

    @Override
    public byte @Nullable [] get(StoreKey key) throws IOException {
      return inner.get(key);
    }

    @Override
    public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
      inner.put(key, value, expiresAt);
    }

    @Override
    public void remove(StoreKey key) throws IOException {
      inner.remove(key);
      Runnable then = afterNextRemoval;
      afterNextRemoval = null;
      if (then != null) {
        then.run();
      }
    }

    @Override
    public boolean replace(
        StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
        throws IOException {
      return inner.replace(key, expected, value, expiresAt);
    }
  }

  private UserSignIn process(FakeUser user) {
    return world
        .signIn(entra.nativeApp())
        .store(store)
        .browser(url -> world.azure.browser().as(user).visit(url));
  }

  @Test
  void accountInUse_isFoundByANewStart_howeverLongAgoItsSignInWas() throws IOException {
    process(entra.alice()).signIn();
    for (int month = 1; month <= 6; month++) {
      world.time.advance(Duration.ofDays(30));
      assertThat(process(entra.bob()).token(TWINS)).as("month %d", month).isNotNull();
    }
  }

  @Test
  void signInDuringASignOutElsewhere_isNotLost() {
    UserSignIn first = process(entra.alice());
    Account alice = first.signIn();
    afterNextRemoval = () -> process(entra.alice()).signIn();
    first.signOut(alice);
    assertThat(process(entra.bob()).accounts()).containsExactly(alice);
  }
}
