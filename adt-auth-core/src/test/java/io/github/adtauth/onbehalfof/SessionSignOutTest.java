package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that a waiting call fails if its session ends or its user signs out. */
class SessionSignOutTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());
  private final HookedStore store =
      new HookedStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
  private final OnBehalfOf firstNode = node();
  private final OnBehalfOf secondNode = node();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
    fixture.close();
  }

  private OnBehalfOf node() {
    return fixture.signIn(entra.webApi()).store(store).onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String assertion() {
    return entra.assertionFor(entra.alice(), entra.webApi());
  }

  /** Returns what a call throws if the action runs while it waits for the token service. */
  private Throwable failureOf(TokenProvider tokens, Runnable meanwhile) throws Exception {
    Gate gate = fixture.azure.script(LOGIN).hold(request -> true);
    CompletableFuture<Throwable> waiting =
        CompletableFuture.supplyAsync(() -> catchThrowable(() -> tokens.token(TWINS)), callers);
    gate.awaitArrived();
    meanwhile.run();
    gate.release();
    return waiting.get();
  }

  private Session expiredSession() {
    Session session = firstNode.startSession(assertion());
    fixture.time.advance(Duration.ofHours(2));
    return session;
  }

  @Test
  void waitingSession_isRejectedAfterSignOut() throws Exception {
    Session session = expiredSession();
    assertThat(failureOf(session, () -> firstNode.signOut(alice)))
        .isInstanceOf(InteractionRequiredException.class);
    assertThat(session.cachedToken(TWINS)).isNull();
  }

  @Test
  void waitingSession_isRejectedAfterSignOutOnAnotherNode() throws Exception {
    Session session = expiredSession();
    assertThat(failureOf(session, () -> secondNode.signOut(alice)))
        .isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void waitingUser_isRejectedAfterSignOutOnAnotherNode() throws Exception {
    TokenProvider user = firstNode.forUser(assertion());
    assertThat(failureOf(user, () -> secondNode.signOut(alice)))
        .isInstanceOf(InboundTokenException.class);
    assertThat(user.cachedToken(TWINS)).isNull();
    fixture.time.advance(Duration.ofSeconds(5)); // past the back-off
    int requests = entra.requests().size();
    assertThatThrownBy(() -> user.token(TWINS)).isInstanceOf(InboundTokenException.class);
    assertThat(entra.requests()).hasSize(requests);
  }

  @Test
  void waitingSession_isRejectedAfterItsEnd() throws Exception {
    Session session = expiredSession();
    assertThat(failureOf(session, session::end)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void waitingSession_isRejectedAfterEndOfOtherObject() throws Exception {
    Session session = expiredSession();
    Session same = firstNode.resumeSession(session.key(), alice);
    assertThat(failureOf(session, same::end)).isInstanceOf(InteractionRequiredException.class);
    Session onAnotherNode = secondNode.resumeSession(expiredSession().key(), alice);
    Session first = firstNode.resumeSession(onAnotherNode.key(), alice);
    assertThat(failureOf(first, onAnotherNode::end))
        .isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void waitingSession_isRejectedAfterItsTimeToLive() throws Exception {
    Session session = firstNode.startSession(assertion(), Duration.ofHours(3));
    fixture.time.advance(Duration.ofHours(2));
    assertThat(failureOf(session, () -> fixture.time.advance(Duration.ofHours(1))))
        .isInstanceOf(InteractionRequiredException.class);
  }

  /** The mark is written after the refresh has read it and before the waiting call returns. */
  @Test
  void signOutAfterLastRead_isNoticed() throws Exception {
    Session session = expiredSession();
    store.afterReads(
        "signout",
        3, // by the call, before the request and after it
        () -> firstNode.signOut(alice));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void endAfterLastRead_isNoticed() throws Exception {
    Session session = expiredSession();
    Session same = firstNode.resumeSession(session.key(), alice);
    store.afterReads("signout", 3, same::end);
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void signedOutUser_isRejectedDuringStoreFailure() throws Exception {
    TokenProvider user = firstNode.forUser(assertion());
    user.token(TWINS);
    firstNode.signOut(alice);
    store.down = true;
    assertThatThrownBy(() -> user.token(TWINS)).isInstanceOf(InboundTokenException.class);
  }

  /** The mark is written between the read of the entry and the return of {@code resume}. */
  @Test
  void signOutDuringResume_isNoticedAtOnce() throws Exception {
    Session session = firstNode.startSession(assertion());
    store.afterReads("signout", 1, () -> firstNode.signOut(alice));
    Session resumed = firstNode.resumeSession(session.key(), alice);
    assertThat(resumed.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> resumed.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void signOutAtEndOfStart_isNoticedAtOnce() throws Exception {
    String assertion = assertion();
    store.afterReads("signout", 2, () -> firstNode.signOut(alice));
    Session session = firstNode.startSession(assertion);
    assertThat(session.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void endOfSession_doesNotTriggerSignOutCheck() throws Exception {
    TokenProvider user = firstNode.forUser(assertion());
    user.token(TWINS);
    firstNode.startSession(assertion()).end();
    assertThat(user.cachedToken(TWINS)).isNotNull();
  }

  /** Runs a hook after an entry of the given kind has been read a number of times. */
  private static final class HookedStore extends ForwardingStore {
    volatile boolean down;
    private String kind = "";
    private int readsLeft;
    private Runnable hook = () -> {};

    HookedStore(TokenStore inner) {
      super(inner);
    }

    synchronized void afterReads(String kindOfEntry, int reads, Runnable runnable) {
      kind = kindOfEntry;
      readsLeft = reads;
      hook = runnable;
    }

    @Override
    protected void before() throws IOException {
      if (down) {
        throw new IOException("down");
      }
    }

    @Override
    public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
      byte[] value = super.getEvenIfUnreadable(key);
      if (isLast(key.kind())) {
        hook.run();
      }
      return value;
    }

    private synchronized boolean isLast(String read) {
      return read.equals(kind) && --readsLeft == 0;
    }
  }
}
