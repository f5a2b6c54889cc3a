package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.World.LOGIN;
import static io.github.adtauth.signin.World.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.World;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.FakeUser;
import io.github.adtauth.testkit.Gate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Who signed out, and what becomes of others when clocks, keys and stores are not as they should
 * be.
 */
class SignOutAndStoreTest {
  private final World world = new World();
  private final FakeEntra entra = world.azure.entra();
  private final Sick store =
      new Sick(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time)));
  private volatile CountDownLatch refused = new CountDownLatch(0);
  private final OnBehalfOf one = node();
  private final OnBehalfOf other = node();
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
    world.close();
  }

  private OnBehalfOf node() {
    return world
        .signIn(entra.webApi())
        .store(store)
        .listener(
            new AuthListener() {
              @Override
              public void tokenFailed(String principal, Duration took, Throwable failure) {
                refused.countDown();
              }
            })
        .onBehalfOf(world.secretOf(entra.webApi()));
  }

  private String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  /** Promise 8: a store that is down is not an outage of those who need none. */
  @Test
  void sessionsWithoutTheirStore_doNotShutOutTheUsers() throws Exception {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sessions.add(one.startSession(assertion(entra.alice())));
    }
    world.time.advance(Duration.ofSeconds(2390));
    for (Session session : sessions) {
      session.token(TWINS); // fresh; the store was read
    }
    store.down = new IOException("down");
    refused = new CountDownLatch(3);
    world.time.advance(Duration.ofSeconds(40));
    for (Session session : sessions) {
      session.token(TWINS); // stale: refreshed in the background, which needs the store
    }
    refused.await();
    String bobs = assertion(entra.bob());
    assertThatCode(() -> one.forUser(bobs).token(TWINS)).doesNotThrowAnyException();
  }

  @Test
  void signOut_endsSessionsHereAtOnce() throws Exception {
    Session session = one.startSession(assertion(entra.alice()));
    one.signOut(alice);
    assertThat(session.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void signOutWhileASessionStarts_endsItToo() throws Exception {
    String assertion = assertion(entra.alice());
    Gate gate = world.azure.script(LOGIN).hold(request -> true);
    Future<Session> starting = callers.submit(() -> one.startSession(assertion));
    gate.awaitArrived();
    one.signOut(alice);
    gate.release();
    Throwable rejected = catchThrowable(() -> starting.get().token(TWINS));
    assertThat(rejected).isNotNull();
  }

  @Test
  void secondSignOutOnASlowClock_doesNotSignInAgain() throws Exception {
    world.time.advance(Duration.ofMinutes(5));
    String assertion = assertion(entra.alice());
    world.time.advance(Duration.ofMinutes(5));
    one.signOut(alice);
    assertThatThrownBy(() -> other.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
    world.time.clock().advance(Duration.ofMinutes(-10)); // another node's clock, or NTP
    one.signOut(alice);
    world.time.clock().advance(Duration.ofMinutes(10));
    OnBehalfOf third = node();
    assertThatThrownBy(() -> third.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void signOutOnAClockThatIsALittleSlow_countsOnTheOtherNodesToo() throws Exception {
    String assertion = assertion(entra.alice());
    one.forUser(assertion).token(TWINS);
    world.time.clock().advance(Duration.ofSeconds(-30));
    one.signOut(alice);
    world.time.clock().advance(Duration.ofSeconds(30));
    assertThatThrownBy(() -> other.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void notFoundOfAProxyBeforeEntra_isNoNotFoundOfTheTwin() {
    world
        .azure
        .script(LOGIN)
        .always(new MockResponse.Builder().code(404).body("<html>no such page</html>").build());
    Throwable failure = catchThrowable(() -> one.forUser(assertion(entra.alice())).token(TWINS));
    assertThat(Challenge.forFailure(failure).status()).isEqualTo(502);
  }

  @Test
  void brokenUnicodeInASessionKey_isNoSuchSession() {
    assertThatThrownBy(() -> one.resumeSession(Secret.of("\ud800"), alice))
        .isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void interruptedLookAtTheMarks_isNoLookAtThem() throws Exception {
    String assertion = assertion(entra.alice());
    other.forUser(assertion).token(TWINS);
    one.signOut(alice);
    world.time.advance(Duration.ofSeconds(60));
    store.down = new InterruptedIOException("interrupted");
    assertThatThrownBy(() -> other.forUser(assertion).token(TWINS))
        .isInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
    store.down = null;
    assertThatThrownBy(() -> other.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void startingASession_leavesAnAuthorityAloneThatAskedForIt() {
    AtomicInteger asked = new AtomicInteger();
    OkHttpClient counting =
        world
            .azure
            .httpClient()
            .newBuilder()
            .addNetworkInterceptor(
                chain -> {
                  asked.incrementAndGet();
                  return chain.proceed(chain.request());
                })
            .build();
    OnBehalfOf node =
        world
            .signIn(entra.webApi())
            .tokenHttpClient(counting)
            .store(store)
            .onBehalfOf(world.secretOf(entra.webApi()));
    String alices = assertion(entra.alice());
    String bobs = assertion(entra.bob());
    world
        .azure
        .script(LOGIN)
        .always(new MockResponse.Builder().code(429).addHeader("Retry-After", "600").build());
    assertThatThrownBy(() -> node.forUser(bobs).token(TWINS)).isInstanceOf(AdtException.class);
    int before = asked.get();
    assertThatThrownBy(() -> node.startSession(alices)).isInstanceOf(AdtException.class);
    assertThat(asked.get()).isEqualTo(before);
  }

  /** A rolling rotation: one node seals with a key that the other has not got yet. */
  @Test
  void markSealedUnderAKeyThatThisNodeHasNotGotYet_isNotNoMark() throws Exception {
    MemoryTokenStore shared = MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time));
    KeyRing before = KeyRing.of("old", new byte[32]);
    byte[] fresh = new byte[32];
    fresh[0] = 1;
    KeyRing after = KeyRing.of("new", fresh).withDecryptionKey("old", new byte[32]);
    OnBehalfOf notYet = sealed(shared, before);
    OnBehalfOf already = sealed(shared, after);
    String assertion = assertion(entra.alice());
    already.signOut(alice);
    assertThatThrownBy(() -> notYet.forUser(assertion).token(TWINS))
        .isInstanceOf(AdtException.class);
  }

  private OnBehalfOf sealed(TokenStore shared, KeyRing ring) {
    return world
        .signIn(entra.webApi())
        .store(SealedTokenStore.wrap(shared, ring).timing(TestTiming.of(world.time)))
        .onBehalfOf(world.secretOf(entra.webApi()));
  }

  private static final class Sick extends ForwardingStore {
    volatile @Nullable IOException down;

    Sick(TokenStore inner) {
      super(inner);
    }

    @Override
    protected void before() throws IOException {
      IOException d = down;
      if (d != null) {
        throw d;
      }
    }
  }
}
