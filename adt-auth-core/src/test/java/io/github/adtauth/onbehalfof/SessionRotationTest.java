package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests two nodes with one session and refresh tokens that can be redeemed only once. */
class SessionRotationTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());
  private final HookedStore store =
      new HookedStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
  private final OnBehalfOf firstNode = node();
  private final OnBehalfOf secondNode = node();
  private volatile Consumer<Duration> onSleep = pause -> {};
  private Session firstSession;
  private Session secondSession;

  @BeforeEach
  void startSession() {
    entra.rotateRefreshTokensStrictly(true);
    firstSession = firstNode.startSession(entra.assertionFor(entra.alice(), entra.webApi()));
    secondSession = secondNode.resumeSession(firstSession.key(), alice);
    fixture.time.advance(Duration.ofHours(2));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private OnBehalfOf node() {
    Timing timing = TestTiming.of(fixture.time);
    return fixture
        .signIn(entra.webApi())
        .timing(
            new Timing(
                timing.clock(),
                timing.ticker(),
                timing.jitter(),
                pause -> {
                  onSleep.accept(pause);
                  timing.sleeper().sleep(pause);
                }))
        .store(store)
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String oidOf(AccessToken token) {
    return Objects.requireNonNull(entra.verify(token.value())).get("oid").getAsString();
  }

  private int refreshes() {
    return entra.tokenCalls("refresh_token").size();
  }

  /** Runs a hook once, after the session is read for the refresh and before the request. */
  private void afterReadForRefresh(IoRunnable hook) {
    AtomicInteger reads = new AtomicInteger();
    store.afterGet =
        () -> {
          if (reads.incrementAndGet() == 2) { // the first read is the check of the call
            hook.run();
          }
        };
  }

  @Test
  void secondNode_usesNewRefreshToken() throws IOException {
    afterReadForRefresh(() -> secondSession.token(TWINS));
    assertThat(oidOf(firstSession.token(TWINS))).isEqualTo(alice.objectId());
    assertThat(refreshes()).isEqualTo(3);
    fixture.time.advance(Duration.ofHours(2));
    assertThat(oidOf(secondSession.token(TWINS))).isEqualTo(alice.objectId());
    assertThat(oidOf(firstSession.token(TWINS))).isEqualTo(alice.objectId());
  }

  /** The other node has redeemed the refresh token but not written the new one yet. */
  @Test
  void secondNode_waitsForNewRefreshToken() throws Exception {
    CountDownLatch redeemed = new CountDownLatch(1);
    CountDownLatch mayWrite = new CountDownLatch(1);
    store.beforeReplace =
        () -> {
          redeemed.countDown();
          await(mayWrite);
        };
    ExecutorService callers = Executors.newSingleThreadExecutor();
    Future<AccessToken> first = callers.submit(() -> firstSession.token(TWINS));
    await(redeemed);
    onSleep =
        pause -> {
          if (!pause.isZero()) {
            mayWrite.countDown();
            await(store.replaced);
          }
        };
    assertThat(oidOf(secondSession.token(TWINS))).isEqualTo(alice.objectId());
    assertThat(oidOf(first.get())).isEqualTo(alice.objectId());
    callers.shutdown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void rejectedRefreshToken_ofUnchangedEntry_isNotRetried() {
    entra.revokeSessions(entra.alice());
    assertThatThrownBy(() -> firstSession.token(TWINS))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("sign-in has ended");
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void refreshToken_isRedeemedAtMostTwice() {
    afterReadForRefresh(
        () -> {
          secondSession.token(TWINS);
          entra.revokeSessions(entra.alice());
        });
    assertThatThrownBy(() -> firstSession.token(TWINS))
        .isInstanceOf(InteractionRequiredException.class);
    assertThat(refreshes()).isEqualTo(3);
  }

  @Test
  void sessionEndedDuringRefresh_isReported() {
    afterReadForRefresh(
        () -> {
          secondSession.token(TWINS);
          secondSession.end();
        });
    assertThatThrownBy(() -> firstSession.token(TWINS))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("Session not found");
  }

  @Test
  void storeFailureAfterRejection_keepsReason() {
    afterReadForRefresh(() -> secondSession.token(TWINS));
    onSleep = pause -> store.down = true; // before the entry is read again
    assertThatThrownBy(() -> firstSession.token(TWINS))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("sign-in has ended");
  }

  /** The first node writes last: its older refresh token must not replace the newer one. */
  @Test
  void olderRefreshToken_doesNotReplaceNewerOne() throws IOException {
    entra.rotateRefreshTokensStrictly(false);
    byte[][] newest = new byte[1][];
    store.beforeReplace =
        () -> {
          secondSession.token(TWINS);
          entra.rotateRefreshTokensStrictly(true);
          fixture.time.advance(Duration.ofHours(2));
          secondSession.token(TWINS); // redeems and replaces the newer one
          newest[0] = store.session();
        };
    firstSession.token(TWINS);
    assertThat(newest[0]).isNotNull();
    assertThat(store.session()).isEqualTo(newest[0]);
    fixture.time.advance(Duration.ofHours(2));
    assertThat(oidOf(firstSession.token(TWINS))).isEqualTo(alice.objectId());
  }

  interface IoRunnable {
    void run() throws IOException;
  }

  /** Runs hooks after a session is read and before it is replaced. */
  private static final class HookedStore extends ForwardingStore {
    volatile @Nullable IoRunnable afterGet;
    volatile @Nullable IoRunnable beforeReplace;
    private volatile @Nullable StoreKey sessionKey;
    final CountDownLatch replaced = new CountDownLatch(1);
    volatile boolean down;

    HookedStore(TokenStore inner) {
      super(inner);
    }

    byte @Nullable [] session() throws IOException {
      return super.get(Objects.requireNonNull(sessionKey));
    }

    @Override
    protected void before() throws IOException {
      if (down) {
        throw new IOException("down");
      }
    }

    @Override
    public byte @Nullable [] get(StoreKey key) throws IOException {
      byte[] value = super.get(key);
      IoRunnable hook = afterGet;
      if (key.kind().equals("session")) {
        sessionKey = key;
      }
      if (hook != null && key.kind().equals("session")) {
        hook.run();
      }
      return value;
    }

    @Override
    public boolean replace(
        StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
        throws IOException {
      IoRunnable hook = beforeReplace;
      if (hook != null && key.kind().equals("session")) {
        beforeReplace = null;
        hook.run();
      }
      boolean done = super.replace(key, expected, value, expiresAt);
      if (key.kind().equals("session")) {
        replaced.countDown();
      }
      return done;
    }
  }
}
