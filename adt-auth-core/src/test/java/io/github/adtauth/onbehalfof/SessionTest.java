package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests sessions and sign-out on two nodes that share a store. */
class SessionTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final FailingStore store =
      new FailingStore(
          SealedTokenStore.wrap(
                  MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)),
                  KeyRing.of("k", new byte[32]))
              .timing(TestTiming.of(fixture.time)));
  private final OnBehalfOf firstNode = node();
  private final OnBehalfOf secondNode = node();
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());
  private final UserId bob = new UserId(entra.bob().oid(), entra.tenantId());

  @AfterEach
  void stop() {
    fixture.close();
  }

  private OnBehalfOf node() {
    return fixture.signIn(entra.webApi()).store(store).onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  private String oidOf(AccessToken token) {
    return Objects.requireNonNull(entra.verify(token.value())).get("oid").getAsString();
  }

  @Test
  void session_outlivesInboundToken() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    for (int hour = 0; hour < 20; hour++) {
      assertThat(oidOf(session.token(TWINS))).isEqualTo(alice.objectId());
      fixture.time.advance(Duration.ofHours(1));
    }
    assertThat(entra.tokenCalls("refresh_token")).isNotEmpty();
  }

  @Test
  void otherNode_resumesSession() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    fixture.time.advance(Duration.ofHours(2));
    session.token(TWINS);
    Session resumed = secondNode.resumeSession(session.key(), alice);
    assertThat(oidOf(resumed.token(TWINS))).isEqualTo(alice.objectId());
    assertThat(resumed.expiresAt()).isEqualTo(session.expiresAt());
  }

  @Test
  void keyOfOtherUser_isRejected() {
    Secret key = firstNode.startSession(assertion(entra.alice())).key();
    Secret guessed = Secret.of("A".repeat(43));
    for (Runnable attempt :
        List.<Runnable>of(
            () -> secondNode.resumeSession(key, bob),
            () -> secondNode.resumeSession(guessed, alice))) {
      assertThatThrownBy(attempt::run)
          .isInstanceOf(InteractionRequiredException.class)
          .hasMessageContaining("Session not found");
    }
    assertThatCode(() -> secondNode.resumeSession(key, alice)).doesNotThrowAnyException();
  }

  @Test
  void keys_areUniqueAndNotStored() {
    List<Secret> keys = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      keys.add(firstNode.startSession(assertion(entra.alice())).key());
    }
    assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.reveal().length() == 43);
    String seen = String.join("\n", store.seen);
    assertThat(keys).noneMatch(key -> seen.contains(key.reveal()));
    assertThat(keys.get(0)).hasToString("***");
  }

  @Test
  void endOfSession_reachesOtherNodesWithinInterval() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    Session resumed = secondNode.resumeSession(session.key(), alice);
    resumed.token(TWINS);
    session.end();
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    assertThat(session.cachedToken(TWINS)).isNull();
    fixture.time.advance(Duration.ofSeconds(60));
    assertThat(resumed.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> resumed.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    assertThatThrownBy(() -> firstNode.resumeSession(session.key(), alice))
        .isInstanceOf(InteractionRequiredException.class);
    assertThatCode(session::end).doesNotThrowAnyException();
  }

  @Test
  void session_endsAfterLifetime() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()), Duration.ofMinutes(30));
    fixture.time.advance(Duration.ofMinutes(29));
    session.token(TWINS);
    fixture.time.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    for (Duration lifetime : List.of(Duration.ZERO, Duration.ofDays(91))) {
      assertThatThrownBy(() -> firstNode.startSession(assertion(entra.alice()), lifetime))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void revokedSession_requiresInteraction() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    entra.revokeSessions(entra.alice());
    fixture.time.advance(Duration.ofHours(2));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void sessionDuringStoreFailure_isUnavailable() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    String later = assertion(entra.bob());
    store.down = true;
    assertThatThrownBy(() -> firstNode.startSession(later))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> secondNode.resumeSession(session.key(), alice))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(session::end).isInstanceOf(UnavailableException.class);
    fixture.time.advance(Duration.ofSeconds(60));
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(UnavailableException.class);
    store.down = false;
    assertThat(oidOf(session.token(TWINS))).isEqualTo(alice.objectId());
  }

  @Test
  void replacedRefreshToken_isStoredBeforeReturn() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    fixture.time.advance(Duration.ofHours(2));
    store.down = false;
    store.readOnly = true;
    assertThatThrownBy(() -> session.token(TWINS))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("refresh token was not stored");
  }

  @Test
  void sessionEndedDuringRefresh_isNotRestored() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    fixture.time.advance(Duration.ofHours(2));
    store.beforeReplace = () -> secondNode.resumeSession(session.key(), alice).end();
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    assertThatThrownBy(() -> secondNode.resumeSession(session.key(), alice))
        .isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void signOut_reachesOtherNodesWithinInterval() throws IOException {
    String assertion = assertion(entra.alice());
    String bobs = assertion(entra.bob());
    Session session = secondNode.startSession(assertion);
    firstNode.forUser(assertion).token(TWINS);
    secondNode.forUser(assertion).token(TWINS);
    secondNode.forUser(bobs).token(TWINS);

    firstNode.signOut(alice);
    assertThatThrownBy(() -> firstNode.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class)
        .hasMessageContaining("signed out");
    assertThat(firstNode.forUser(assertion).cachedToken(TWINS)).isNull();

    fixture.time.advance(Duration.ofSeconds(60));
    assertThatThrownBy(() -> secondNode.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
    assertThatThrownBy(() -> session.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    assertThatThrownBy(() -> secondNode.startSession(assertion))
        .isInstanceOf(InboundTokenException.class);
    assertThat(oidOf(secondNode.forUser(bobs).token(TWINS))).isEqualTo(bob.objectId());
  }

  @Test
  void nextSignIn_isAccepted() throws IOException {
    firstNode.forUser(assertion(entra.alice())).token(TWINS);
    firstNode.signOut(alice);
    fixture.time.advance(Duration.ofSeconds(1));
    String again = assertion(entra.alice());
    assertThat(oidOf(firstNode.forUser(again).token(TWINS))).isEqualTo(alice.objectId());
    assertThat(oidOf(secondNode.forUser(again).token(TWINS))).isEqualTo(alice.objectId());
  }

  @Test
  void signOutDuringStoreFailure_failsAndCallsContinue() throws IOException {
    String assertion = assertion(entra.alice());
    firstNode.forUser(assertion).token(TWINS);
    store.down = true;
    assertThatThrownBy(() -> firstNode.signOut(alice))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("still signed in");
    fixture.time.advance(Duration.ofSeconds(60));
    assertThat(oidOf(firstNode.forUser(assertion).token(TWINS))).isEqualTo(alice.objectId());
    assertThat(firstNode.health().storeFailure()).isNotNull();
    store.down = false;
    firstNode.signOut(alice);
    assertThat(firstNode.health().storeFailure()).isNull();
  }

  @Test
  void signOutMark_isReadAtMostOncePerInterval() throws IOException {
    String assertion = assertion(entra.alice());
    firstNode.forUser(assertion).token(TWINS);
    int reads = store.seen.size();
    for (int i = 0; i < 100; i++) {
      firstNode.forUser(assertion).token(TWINS);
    }
    assertThat(store.seen).hasSize(reads);
  }

  private StoreKey keyOf(Session session) {
    return StoreKey.of(
        "session",
        "https://login.microsoftonline.com",
        entra.tenantId(),
        entra.webApi().clientId(),
        session.key().reveal());
  }

  private void writeEntry(Session session, byte[] entry) throws IOException {
    store.put(keyOf(session), entry, session.expiresAt());
  }

  @Test
  void sessionOfNewerVersion_failsAndIsKept() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    byte[] newer = Objects.requireNonNull(store.get(keyOf(session))).clone();
    newer[0]++;
    writeEntry(session, newer);

    assertThatThrownBy(() -> firstNode.resumeSession(session.key(), session.user()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("newer version of adt-auth");
    assertThat(store.get(keyOf(session))).isEqualTo(newer);
  }

  @Test
  void endOfUnreadableSession_failsAndKeepsEntry() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    byte[] entry = Objects.requireNonNull(store.get(keyOf(session)));
    byte[] newer = entry.clone();
    newer[0]++;
    for (byte[] unreadable : new byte[][] {newer, new byte[0], Arrays.copyOf(entry, 20)}) {
      writeEntry(session, unreadable);

      assertThatThrownBy(session::end)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("was not ended");

      assertThat(store.get(keyOf(session))).isEqualTo(unreadable);
    }
    writeEntry(session, entry);
    session.end();
    assertThat(store.get(keyOf(session))).isNull();
  }

  @Test
  void endOfExpiredSession_endsItOnOtherNodes() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()), Duration.ofMinutes(30));
    byte[] entry = Objects.requireNonNull(store.get(keyOf(session)));
    fixture.time.advance(Duration.ofMinutes(31)); // the clock of this node is fast
    store.put(keyOf(session), entry, fixture.time.clock().instant().plus(Duration.ofMinutes(30)));

    session.end();

    assertThat(store.get(keyOf(session))).isNull();
  }

  @Test
  void endOfSessionOfOtherUser_keepsEntry() throws IOException {
    Session session = firstNode.startSession(assertion(entra.alice()));
    Session bobs = firstNode.startSession(assertion(entra.bob()));
    byte[] entry = Objects.requireNonNull(store.get(keyOf(bobs)));
    writeEntry(session, entry);

    session.end();

    assertThat(store.get(keyOf(session))).isEqualTo(entry);
  }

  /** A store that can fail and records its calls. */
  private static final class FailingStore implements TokenStore {
    final TokenStore inner;
    final List<String> seen = new ArrayList<>();
    volatile boolean down;
    volatile boolean readOnly;
    volatile Runnable beforeReplace = () -> {};

    FailingStore(TokenStore inner) {
      this.inner = inner;
    }

    private synchronized void recordCall(StoreKey key, byte[] value, boolean write)
        throws IOException {
      seen.add(key.text() + " " + new String(value, StandardCharsets.ISO_8859_1));
      if (down || (write && readOnly)) {
        throw new IOException("the store is down");
      }
    }

    @Override
    public byte @Nullable [] get(StoreKey key) throws IOException {
      recordCall(key, new byte[0], false);
      return inner.get(key);
    }

    @Override
    public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
      recordCall(key, value, true);
      inner.put(key, value, expiresAt);
    }

    @Override
    public void remove(StoreKey key) throws IOException {
      recordCall(key, new byte[0], true);
      inner.remove(key);
    }

    @Override
    public boolean replace(
        StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
        throws IOException {
      beforeReplace.run();
      recordCall(key, value, true);
      return inner.replace(key, expected, value, expiresAt);
    }
  }
}
