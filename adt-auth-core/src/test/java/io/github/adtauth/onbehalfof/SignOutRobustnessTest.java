package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
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
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.Gate;
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

/** Tests sign-outs with wrong clocks, unknown sealing keys and failing stores. */
class SignOutRobustnessTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final FailingStore store =
      new FailingStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
  private volatile CountDownLatch rejections = new CountDownLatch(0);
  private final OnBehalfOf firstNode = node();
  private final OnBehalfOf secondNode = node();
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
    fixture.close();
  }

  private OnBehalfOf node() {
    return fixture
        .signIn(entra.webApi())
        .store(store)
        .listener(
            new AuthListener() {
              @Override
              public void tokenFailed(String principal, Duration took, Throwable failure) {
                rejections.countDown();
              }
            })
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  /** A store failure must not affect users without sessions. */
  @Test
  void storeFailureOfSessions_doesNotAffectUsers() throws Exception {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sessions.add(firstNode.startSession(assertion(entra.alice())));
    }
    fixture.time.advance(Duration.ofSeconds(2390));
    for (Session session : sessions) {
      session.token(TWINS); // fresh, and the store was read
    }
    store.down = new IOException("down");
    rejections = new CountDownLatch(3);
    fixture.time.advance(Duration.ofSeconds(40));
    for (Session session : sessions) {
      session.token(TWINS); // stale: the background refresh requires the store
    }
    rejections.await();
    String bobs = assertion(entra.bob());
    assertThatCode(() -> firstNode.forUser(bobs).token(TWINS)).doesNotThrowAnyException();
  }

  @Test
  void signOut_endsLocalSessionsAtOnce() throws Exception {
    Session session = firstNode.startSession(assertion(entra.alice()));
    firstNode.signOut(alice);
    assertThat(session.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void signOutDuringSessionStart_endsSession() throws Exception {
    String assertion = assertion(entra.alice());
    Gate gate = fixture.azure.script(LOGIN).hold(request -> true);
    Future<Session> starting = callers.submit(() -> firstNode.startSession(assertion));
    gate.awaitArrived();
    firstNode.signOut(alice);
    gate.release();
    Throwable rejected = catchThrowable(() -> starting.get().token(TWINS));
    assertThat(rejected).isNotNull();
  }

  @Test
  void secondSignOutOnSlowClock_keepsUserSignedOut() throws Exception {
    fixture.time.advance(Duration.ofMinutes(5));
    String assertion = assertion(entra.alice());
    fixture.time.advance(Duration.ofMinutes(5));
    firstNode.signOut(alice);
    assertThatThrownBy(() -> secondNode.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
    fixture.time.clock().advance(Duration.ofMinutes(-10)); // clock of another node, or NTP
    firstNode.signOut(alice);
    fixture.time.clock().advance(Duration.ofMinutes(10));
    OnBehalfOf third = node();
    assertThatThrownBy(() -> third.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void signOutOnSlowClock_appliesToOtherNodes() throws Exception {
    String assertion = assertion(entra.alice());
    firstNode.forUser(assertion).token(TWINS);
    fixture.time.clock().advance(Duration.ofSeconds(-30));
    firstNode.signOut(alice);
    fixture.time.clock().advance(Duration.ofSeconds(30));
    assertThatThrownBy(() -> secondNode.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void notFoundByProxy_isNotTwinNotFound() {
    fixture
        .azure
        .script(LOGIN)
        .always(new MockResponse.Builder().code(404).body("<html>no such page</html>").build());
    Throwable failure =
        catchThrowable(() -> firstNode.forUser(assertion(entra.alice())).token(TWINS));
    assertThat(Challenge.forFailure(failure).status()).isEqualTo(502);
  }

  @Test
  void malformedUnicodeInSessionKey_isNotFound() {
    assertThatThrownBy(() -> firstNode.resumeSession(Secret.of("\ud800"), alice))
        .isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void interruptedSignOutCheck_isRepeated() throws Exception {
    String assertion = assertion(entra.alice());
    secondNode.forUser(assertion).token(TWINS);
    firstNode.signOut(alice);
    fixture.time.advance(Duration.ofSeconds(60));
    store.down = new InterruptedIOException("interrupted");
    assertThatThrownBy(() -> secondNode.forUser(assertion).token(TWINS))
        .isInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
    store.down = null;
    assertThatThrownBy(() -> secondNode.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void sessionStart_respectsRetryAfter() {
    AtomicInteger asked = new AtomicInteger();
    OkHttpClient counting =
        fixture
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
        fixture
            .signIn(entra.webApi())
            .tokenHttpClient(counting)
            .store(store)
            .onBehalfOf(fixture.secretOf(entra.webApi()));
    String alices = assertion(entra.alice());
    String bobs = assertion(entra.bob());
    fixture
        .azure
        .script(LOGIN)
        .always(new MockResponse.Builder().code(429).addHeader("Retry-After", "600").build());
    assertThatThrownBy(() -> node.forUser(bobs).token(TWINS)).isInstanceOf(AdtException.class);
    int before = asked.get();
    assertThatThrownBy(() -> node.startSession(alices)).isInstanceOf(AdtException.class);
    assertThat(asked.get()).isEqualTo(before);
  }

  /** During key rotation, a node may seal with a key that another node does not have yet. */
  @Test
  void markSealedWithUnknownKey_countsAsSignOut() throws Exception {
    MemoryTokenStore shared =
        MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time));
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
    return fixture
        .signIn(entra.webApi())
        .store(SealedTokenStore.wrap(shared, ring).timing(TestTiming.of(fixture.time)))
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private static final class FailingStore extends ForwardingStore {
    volatile @Nullable IOException down;

    FailingStore(TokenStore inner) {
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
