package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.JWT_BEARER;
import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests user IDs, sign-out, cached tokens and health of a web API. */
class WebApiUsersTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final List<String> faults = new ArrayList<>();
  private final CountingStore store =
      new CountingStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
  private final OnBehalfOf firstNode = node(Duration.ofSeconds(60));
  private final OnBehalfOf secondNode = node(Duration.ofSeconds(60));
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());

  @AfterEach
  void stop() {
    fixture.close();
  }

  private OnBehalfOf node(Duration localTtl) {
    return fixture
        .signIn(entra.webApi())
        .store(store)
        .signOutCheckInterval(localTtl)
        .maximumCacheBytes(1 << 20)
        .listener(
            new AuthListener() {
              @Override
              public void storeFailed(String operation, Throwable fault) {
                faults.add(operation);
              }
            })
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String assertion(FakeUser user, TokenDefect... defects) {
    return entra.assertionFor(user, entra.webApi(), defects);
  }

  /** Returns an unsigned token. The checks do not verify signatures. */
  private String unsigned(String claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String body = claims.replace('\'', '"').replace("CLIENT", entra.webApi().clientId());
    return base64.encodeToString("{}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(body.getBytes(StandardCharsets.UTF_8))
        + ".sig";
  }

  private static final class CountingStore extends ForwardingStore {
    private boolean down;
    private int reads;

    CountingStore(TokenStore inner) {
      super(inner);
    }

    @Override
    protected void before() throws IOException {
      if (down) {
        throw new IOException("down");
      }
    }

    @Override
    protected void beforeRead() throws IOException {
      reads++;
      before();
    }
  }

  @Test
  void userId_isReadFromInboundToken() {
    assertThat(firstNode.userId(assertion(entra.alice()))).isEqualTo(alice);
    String nobodys = unsigned("{'aud':'CLIENT','scp':'x','exp':9999999999}");
    assertThatThrownBy(() -> firstNode.userId(nobodys))
        .isInstanceOf(InboundTokenException.class)
        .hasMessageContaining("does not identify a user");
  }

  /** Such a user cannot have signed out, and Entra ID decides about the token. */
  @Test
  void tokenWithoutUserId_isNotSignedOut() throws IOException {
    fixture
        .azure
        .script(LOGIN)
        .next(
            new MockResponse.Builder()
                .body("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"t\"}")
                .build());
    String nobodys = unsigned("{'aud':'CLIENT','scp':'x','exp':9999999999}");
    assertThat(firstNode.forUser(nobodys).token(TWINS).value()).isEqualTo("t");
  }

  @Test
  void cachedToken_isRemovedBySignOut() throws IOException {
    TokenProvider user = firstNode.forUser(assertion(entra.alice()));
    assertThat(user.cachedToken(TWINS)).isNull();
    AccessToken token = user.token(TWINS);
    assertThat(user.cachedToken(TWINS)).isSameAs(token);
    fixture.time.advance(Duration.ofSeconds(60));
    assertThat(user.cachedToken(TWINS)).as("cached token before the check").isNull();
    user.token(TWINS);
    assertThat(user.cachedToken(TWINS)).isSameAs(token);
    firstNode.signOut(alice);
    assertThat(user.cachedToken(TWINS)).isNull();
    assertThat(user).asString().matches("on behalf of user [0-9a-f]{8}");
    assertThat(firstNode).asString().startsWith("OnBehalfOf[" + entra.webApi().clientId());
    assertThat(firstNode).asString().doesNotContain(entra.webApi().secret());
  }

  @Test
  void signOut_removesTokensOfThatUser() throws IOException {
    TokenProvider bob = firstNode.forUser(assertion(entra.bob()));
    AccessToken bobs = bob.token(TWINS);
    firstNode.forUser(assertion(entra.alice())).token(TWINS);
    assertThat(firstNode.health().usersWithTokens()).isEqualTo(2);
    firstNode.signOut(alice);
    assertThat(firstNode.health().usersWithTokens()).isEqualTo(1);
    assertThat(bob.cachedToken(TWINS)).isSameAs(bobs);
    assertThat(bob.token(TWINS)).isSameAs(bobs);
  }

  @Test
  void failedSignOutCheck_isRepeatedAfterOneSecond() throws IOException {
    TokenProvider user = firstNode.forUser(assertion(entra.alice()));
    AccessToken token = user.token(TWINS);
    secondNode.signOut(alice);
    fixture.time.advance(Duration.ofSeconds(60));
    store.down = true;
    assertThat(user.token(TWINS)).as("call during the store failure").isSameAs(token);
    assertThat(faults).contains("read");
    assertThat(firstNode.health().storeFailure()).isNotNull();
    int before = store.reads;
    assertThat(user.token(TWINS)).isSameAs(token);
    assertThat(store.reads).as("reads of the store").isEqualTo(before);
    store.down = false;
    fixture.time.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> user.token(TWINS)).isInstanceOf(InboundTokenException.class);
  }

  @Test
  void failedSignOutCheck_isRepeatedAfterShorterInterval() throws IOException {
    TokenProvider user = node(Duration.ofMillis(100)).forUser(assertion(entra.alice()));
    user.token(TWINS);
    store.down = true;
    fixture.time.advance(Duration.ofMillis(100));
    user.token(TWINS);
    store.down = false;
    secondNode.signOut(alice);
    fixture.time.advance(Duration.ofMillis(100));
    assertThatThrownBy(() -> user.token(TWINS)).isInstanceOf(InboundTokenException.class);
  }

  @Test
  void session_isNotStartedForSignedOutUser() {
    String assertion = assertion(entra.alice());
    secondNode.signOut(alice);
    assertThatThrownBy(() -> firstNode.startSession(assertion))
        .isInstanceOf(InboundTokenException.class);
    assertThat(entra.tokenCalls(JWT_BEARER)).isEmpty();
  }

  @Test
  void sessionLifetime_isOneMillisecondTo90Days() throws IOException {
    String assertion = assertion(entra.alice());
    Instant now = fixture.time.clock().instant();
    Session longest = firstNode.startSession(assertion, Duration.ofDays(90));
    assertThat(longest.expiresAt()).isEqualTo(now.plus(Duration.ofDays(90)));
    assertThat(longest.user()).isEqualTo(alice);
    assertThat(longest.cachedToken(TWINS)).isNotNull().isSameAs(longest.token(TWINS));
    assertThat(longest).hasToString("Session[until " + longest.expiresAt() + "]");
    assertThat(firstNode.startSession(assertion, Duration.ofMillis(1)).expiresAt())
        .isEqualTo(now.plusMillis(1));
    for (Duration wrong :
        List.of(Duration.ofNanos(999_999), Duration.ofDays(90).plusMillis(1), Duration.ZERO)) {
      assertThatThrownBy(() -> firstNode.startSession(assertion, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void outage() {
    fixture.azure.script(LOGIN).always(Faults.status(503));
    String asked = assertion(entra.alice());
    assertThatThrownBy(() -> firstNode.forUser(asked).token(TWINS))
        .isInstanceOf(UnavailableException.class);
    assertThat(firstNode.health().tokenServiceFailure()).isNotNull();
    assertThat(firstNode.health().isUp()).isFalse();
    fixture.azure.script(LOGIN).clear();
    fixture.time.advance(Duration.ofMinutes(2));
  }

  @Test
  void tokenService_isHealthyAfterAnyResponse() throws IOException {
    outage();
    firstNode.forUser(assertion(entra.alice())).token(TWINS);
    assertThat(firstNode.health().tokenServiceFailure()).isNull();

    outage();
    TokenProvider forged = firstNode.forUser(assertion(entra.alice(), TokenDefect.BAD_SIGNATURE));
    assertThatThrownBy(() -> forged.token(TWINS)).isInstanceOf(InboundTokenException.class);
    assertThat(firstNode.health().tokenServiceFailure()).isNull();

    outage();
    entra.revokeConsent(entra.webApi());
    TokenProvider unconsented = firstNode.forUser(assertion(entra.bob()));
    assertThatThrownBy(() -> unconsented.token(TWINS)).isInstanceOf(ConsentRequiredException.class);
    assertThat(firstNode.health().tokenServiceFailure()).isNull();
  }
}
