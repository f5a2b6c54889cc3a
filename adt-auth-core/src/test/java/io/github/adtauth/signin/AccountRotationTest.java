package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests two processes with one account and refresh tokens that can be redeemed only once. */
class AccountRotationTest {
  private static final String CLAIMS = "{\"access_token\":{\"acrs\":{\"values\":[\"c1\"]}}}";
  private static final String ENDED = "sign-in has ended";

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final HookedStore store =
      new HookedStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
  private final List<Duration> pauses = new ArrayList<>();
  private volatile Runnable onPause = () -> {};
  private final UserSignIn first = process();
  private final UserSignIn second = process();
  private Account alice;

  @BeforeEach
  void signIn() throws IOException {
    entra.rotateRefreshTokensStrictly(true);
    alice = first.signIn();
    second.token(TWINS); // adopts the account and refreshes it
    expire();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private UserSignIn process() {
    Timing timing = TestTiming.of(fixture.time);
    return browser(
        fixture
            .signIn(entra.nativeApp())
            .store(store)
            .timing(
                new Timing(
                    timing.clock(),
                    timing.ticker(),
                    timing.jitter(),
                    pause -> {
                      pauses.add(pause);
                      if (!pause.isZero()) {
                        onPause.run();
                      }
                      timing.sleeper().sleep(pause);
                    })));
  }

  private UserSignIn browser(SignIn settings) {
    return settings.browser(url -> fixture.azure.browser().withUser(entra.alice()).visit(url));
  }

  private void expire() {
    fixture.time.advance(Duration.ofHours(2));
  }

  private void assertIsAlice(UserSignIn process) throws IOException {
    String token = process.token(TWINS).value();
    assertThat(entra.verify(token).get("oid").getAsString()).isEqualTo(alice.objectId());
  }

  private int refreshes() {
    return entra.tokenCalls("refresh_token").size();
  }

  @Test
  void firstProcess_redeemingSecond_usesNewRefreshToken() throws IOException {
    assertProcessThatRedeemsSecondContinues(first, second);
  }

  @Test
  void secondProcess_redeemingSecond_usesNewRefreshToken() throws IOException {
    assertProcessThatRedeemsSecondContinues(second, first);
  }

  private void assertProcessThatRedeemsSecondContinues(UserSignIn late, UserSignIn early)
      throws IOException {
    int before = refreshes();
    store.afterNextRead(() -> early.token(TWINS));

    assertIsAlice(late);

    assertThat(refreshes()).isEqualTo(before + 3);
    for (int i = 0; i < 2; i++) {
      expire();
      assertIsAlice(early);
      assertIsAlice(late);
    }
    assertThat(refreshes()).isEqualTo(before + 7);
    assertIsAlice(process());
  }

  @Test
  void pendingWriteOfOtherProcess_isAwaited() throws Exception {
    CountDownLatch redeemed = new CountDownLatch(1);
    CountDownLatch mayWrite = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    store.aroundNextReplace(
        () -> {
          redeemed.countDown();
          await(mayWrite);
        },
        written::countDown);
    ExecutorService callers = Executors.newSingleThreadExecutor();
    try {
      Future<?> early = callers.submit(() -> first.token(TWINS));
      await(redeemed);
      onPause =
          () -> {
            mayWrite.countDown();
            await(written);
          };

      assertIsAlice(second);

      early.get();
    } finally {
      callers.shutdown();
    }
    expire();
    assertIsAlice(first);
    assertIsAlice(second);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void unchangedRefreshToken_isRedeemedOnce() {
    int before = refreshes();
    entra.revokeSessions(entra.alice());

    assertThatThrownBy(() -> first.token(TWINS))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining(ENDED);

    assertThat(refreshes()).isEqualTo(before + 1);
    assertThat(pauses)
        .containsExactly(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(400));
  }

  @Test
  void rejectedReplacement_isNotRetried() {
    int before = refreshes();
    store.afterNextRead(
        () -> {
          second.token(TWINS);
          entra.revokeSessions(entra.alice());
        });

    assertThatThrownBy(() -> first.token(TWINS))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class,
            e -> assertThat(e.accountId()).contains(alice.id()));

    assertThat(refreshes()).isEqualTo(before + 3);
  }

  @Test
  void accountSignedOutElsewhere_requiresSignIn() {
    int before = refreshes();
    store.afterNextRead(
        () -> {
          second.token(TWINS);
          second.signOut(alice);
        });

    assertThatThrownBy(() -> first.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);

    assertThat(refreshes()).isEqualTo(before + 2);
    assertThat(first.currentAccount()).isEmpty();
  }

  @Test
  void storeFailureOnReread_keepsOriginalError() throws IOException {
    int before = refreshes();
    store.afterNextRead(
        () -> {
          second.token(TWINS);
          store.down = true;
        });

    assertThatThrownBy(() -> first.token(TWINS))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class,
            e -> assertThat(e.errorCode()).contains("invalid_grant"))
        .hasMessageContaining(ENDED);

    assertThat(refreshes()).isEqualTo(before + 2);
    store.down = false;
    fixture.time.advance(Duration.ofMinutes(10)); // past the back-off of the failure
    assertIsAlice(first);
  }

  @Test
  void failedWrite_isRepeatedLater() throws IOException {
    store.failedWrites = 1;
    assertIsAlice(first);
    expire();

    assertIsAlice(first);

    assertIsAlice(second);
    assertIsAlice(process());
  }

  @Test
  void permanentWriteFailure_keepsSignInOfProcess() throws IOException {
    store.failedWrites = Integer.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      assertIsAlice(first);
      expire();
    }
    store.failedWrites = 0;

    assertIsAlice(first);

    assertIsAlice(second);
  }

  @Test
  void failedWrite_doesNotUndoSignOut() throws IOException {
    store.failedWrites = 1;
    assertIsAlice(first);
    second.signOut(alice);
    expire();

    assertThatThrownBy(() -> first.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);

    assertThat(process().accounts()).isEmpty();
  }

  @Test
  void claimsChallenge_isNotRetried() {
    int before = refreshes();
    entra.requireClaims(entra.alice(), CLAIMS);

    assertThatThrownBy(() -> first.token(TWINS))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class, e -> assertThat(e.claims()).isPresent());

    assertThat(refreshes()).isEqualTo(before + 1);
    assertThat(pauses).isEmpty();
  }

  /** Requests for two scopes share a refresh token that is in memory only. */
  @Test
  void twoRequestsWithoutStore_succeed() throws Exception {
    TokenRequest other = TokenRequest.of("https://digitaltwins.azure.net/Read.Write");
    AtomicReference<IoRunnable> onRequest = new AtomicReference<>(() -> {});
    OkHttpClient http =
        fixture
            .azure
            .httpClient()
            .newBuilder()
            .addInterceptor(
                chain -> {
                  onRequest.getAndSet(() -> {}).run();
                  return chain.proceed(chain.request());
                })
            .build();
    UserSignIn alone = browser(fixture.signIn(entra.nativeApp()).tokenHttpClient(http));
    alone.signIn();
    expire();
    int before = refreshes();
    onRequest.set(() -> alone.token(other));

    assertIsAlice(alone);

    assertThat(refreshes()).isEqualTo(before + 3);
    expire();
    assertIsAlice(alone);
    assertThat(refreshes()).isEqualTo(before + 4);
  }

  interface IoRunnable {
    void run() throws IOException;
  }

  /** Runs hooks after an account is read, and before and after it is replaced. */
  private static final class HookedStore extends ForwardingStore {
    private @Nullable IoRunnable afterRead;
    private @Nullable Runnable beforeReplace;
    private @Nullable Runnable afterReplace;
    volatile boolean down;
    int failedWrites;

    HookedStore(TokenStore inner) {
      super(inner);
    }

    synchronized void afterNextRead(IoRunnable hook) {
      afterRead = hook;
    }

    synchronized void aroundNextReplace(Runnable before, Runnable after) {
      beforeReplace = before;
      afterReplace = after;
    }

    @Override
    protected void before() throws IOException {
      if (down) {
        throw new IOException("down");
      }
    }

    @Override
    protected void beforeWrite() throws IOException {
      super.beforeWrite();
      if (failedWrites > 0) {
        failedWrites--;
        throw new IOException("disk full");
      }
    }

    @Override
    public byte @Nullable [] get(StoreKey key) throws IOException {
      byte[] value = super.get(key);
      IoRunnable hook = null;
      synchronized (this) {
        if (key.kind().equals("account")) {
          hook = afterRead;
          afterRead = null;
        }
      }
      if (hook != null) {
        hook.run();
      }
      return value;
    }

    @Override
    public boolean replace(
        StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
        throws IOException {
      Runnable before = null;
      Runnable after = null;
      synchronized (this) {
        if (key.kind().equals("account")) {
          before = beforeReplace;
          after = afterReplace;
          beforeReplace = null;
          afterReplace = null;
        }
      }
      if (before != null) {
        before.run();
      }
      boolean done = super.replace(key, expected, value, expiresAt);
      if (after != null) {
        after.run();
      }
      return done;
    }
  }
}
