package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.store.FileTokenStore;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests accounts that several processes sign in, sign out and refresh. */
class SharedAccountsTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private TokenStore store;
  private @Nullable Runnable afterNextRemoval;
  private boolean full;
  private volatile boolean down;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws IOException {
    KeyRing ring = KeyRing.of("k", new byte[32]);
    store = new HookedStore(FileTokenStore.create(folder, ring, TestTiming.of(fixture.time)));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** Runs a hook in the middle of a sign-out. */
  private final class HookedStore extends ForwardingStore {
    HookedStore(TokenStore inner) {
      super(inner);
    }

    @Override
    protected void before() throws IOException {
      if (down) {
        throw new IOException("connection refused");
      }
    }

    @Override
    public void remove(StoreKey key) throws IOException {
      super.remove(key);
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
      if (full) {
        throw new IOException("No space left on device");
      }
      return super.replace(key, expected, value, expiresAt);
    }
  }

  private UserSignIn process(FakeUser user) {
    return fixture
        .signIn(entra.nativeApp())
        .store(store)
        .browser(url -> fixture.azure.browser().withUser(user).visit(url));
  }

  private String oid(TokenProvider tokens) throws IOException {
    return entra.verify(tokens.token(TWINS).value()).get("oid").getAsString();
  }

  @Test
  void accountInUse_doesNotExpire() throws IOException {
    process(entra.alice()).signIn();
    for (int month = 1; month <= 6; month++) {
      fixture.time.advance(Duration.ofDays(30));
      assertThat(process(entra.bob()).token(TWINS)).as("month %d", month).isNotNull();
    }
  }

  @Test
  void listingAccounts_keepsCurrentAccount() throws IOException {
    UserSignIn mine = process(entra.alice());
    Account alice = mine.signIn();
    Account bob = process(entra.bob()).signIn();
    assertThat(mine.accounts()).containsExactly(alice, bob);
    assertThat(oid(mine)).isEqualTo(entra.alice().oid());
    assertThat(oid(mine.forAccount(bob))).isEqualTo(entra.bob().oid());
    assertThat(oid(mine)).isEqualTo(entra.alice().oid());
  }

  @Test
  void accountSignedOutElsewhere_isNotReplacedByOther() throws IOException {
    UserSignIn mine = process(entra.alice());
    Account bob = process(entra.bob()).signIn();
    Account alice = mine.signIn();
    process(entra.bob()).signOut(alice);
    assertThat(mine.accounts()).containsExactly(bob);
    assertThatThrownBy(() -> mine.forAccount(alice)).hasMessageContaining("not signed in");
    assertThatThrownBy(() -> mine.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    mine.signIn();
    assertThat(oid(mine)).isEqualTo(entra.alice().oid());
  }

  @Test
  void accountProvider_worksAfterNextSignIn() throws IOException {
    UserSignIn users = process(entra.alice());
    Account alice = users.signIn();
    TokenProvider hers = users.forAccount(alice);
    users.signIn();
    fixture.time.advance(Duration.ofHours(2));
    assertThat(oid(hers)).isEqualTo(entra.alice().oid());
    users.signOut(alice);
    assertThatThrownBy(() -> hers.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void signOutOnFullDisk_signsOut() {
    UserSignIn users = process(entra.alice());
    Account alice = users.signIn();
    full = true; // files can still be deleted
    users.signOut(alice);
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    full = false;
    assertThat(process(entra.bob()).accounts()).isEmpty();
    users.signIn();
    assertThat(process(entra.bob()).accounts()).containsExactly(alice);
  }

  @Test
  void signInDuringSignOutElsewhere_isKept() {
    UserSignIn first = process(entra.alice());
    Account alice = first.signIn();
    afterNextRemoval = () -> process(entra.alice()).signIn();
    first.signOut(alice);
    assertThat(process(entra.bob()).accounts()).containsExactly(alice);
    assertThat(process(entra.bob()).currentAccount()).contains(alice);
  }

  @Test
  void signInsDuringSignOutElsewhere_leaveLastOneCurrent() {
    UserSignIn first = process(entra.alice());
    Account alice = first.signIn();
    afterNextRemoval =
        () -> {
          process(entra.alice()).signIn();
          process(entra.bob()).signIn();
        };
    first.signOut(alice);
    Account current = process(entra.alice()).currentAccount().orElseThrow();
    assertThat(current.objectId()).isEqualTo(entra.bob().oid());
    assertThat(first.currentAccount()).isEmpty();
  }

  private static final class Race implements AutoCloseable {
    private final ExecutorService callers = Executors.newSingleThreadExecutor();

    /** Returns what a call throws, or null, if the action runs before Entra ID responds. */
    @Nullable Throwable failureOf(SignInFixture fixture, TokenProvider tokens, Runnable meanwhile)
        throws Exception {
      AtomicBoolean held = new AtomicBoolean();
      Gate gate =
          fixture
              .azure
              .script(LOGIN)
              .hold(request -> request.method().equals("POST") && !held.getAndSet(true));
      Future<Throwable> waiting = callers.submit(() -> catchThrowable(() -> tokens.token(TWINS)));
      gate.awaitArrived();
      meanwhile.run();
      fixture.azure.script(LOGIN).clear();
      gate.release();
      return waiting.get();
    }

    @Override
    public void close() {
      callers.shutdownNow();
    }
  }

  @Test
  void signOutElsewhereDuringRefresh_discardsNewToken() throws Exception {
    UserSignIn first = process(entra.alice());
    Account alice = first.signIn();
    UserSignIn second = process(entra.bob());
    fixture.time.advance(Duration.ofHours(2));
    try (Race race = new Race()) {
      assertThat(race.failureOf(fixture, first, () -> second.signOut(alice)))
          .isInstanceOf(InteractionRequiredException.class);
    }
    assertThat(first.cachedToken(TWINS)).isNull();
    assertThat(first.accounts()).isEmpty();
    assertThatThrownBy(() -> first.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
  }

  @Test
  void refreshElsewhereDuringRefresh_keepsAccountSignedIn() throws Exception {
    UserSignIn first = process(entra.alice());
    first.signIn();
    UserSignIn second = process(entra.bob());
    second.accounts();
    fixture.time.advance(Duration.ofHours(2));
    try (Race race = new Race()) {
      Throwable failure =
          race.failureOf(
              fixture, first, () -> assertThatCode(() -> oid(second)).doesNotThrowAnyException());
      assertThat(failure).isNull();
    }
    assertThat(oid(first)).isEqualTo(entra.alice().oid());
    assertThat(oid(second)).isEqualTo(entra.alice().oid());
  }

  @Test
  void storeFailureAfterRefresh_keepsAccountSignedIn() throws Exception {
    UserSignIn first = process(entra.alice());
    first.signIn();
    fixture.time.advance(Duration.ofHours(2));
    try (Race race = new Race()) {
      assertThat(race.failureOf(fixture, first, () -> down = true)).isNull();
    }
    assertThat(oid(first)).isEqualTo(entra.alice().oid());
  }
}
