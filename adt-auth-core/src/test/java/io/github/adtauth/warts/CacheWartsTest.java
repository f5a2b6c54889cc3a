package io.github.adtauth.warts;

import static io.github.adtauth.warts.WartWorld.MFA;
import static io.github.adtauth.warts.WartWorld.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults of MSAL4J's cache, by their numbers in the reference: none of them shows here. */
class CacheWartsTest {
  private final WartWorld world = new WartWorld();
  private final OnBehalfOf onBehalfOf = world.onBehalfOf();

  @AfterEach
  void stop() {
    world.close();
  }

  private TokenProvider alice() {
    return onBehalfOf.forUser(world.assertion(world.entra.alice()));
  }

  @Test
  void w01_applicationIsNotGivenAUsersToken() throws IOException {
    Registration api = world.entra.webApi();
    SignIn signIn = world.signIn(api);
    ClientCredential secret = ClientCredential.secret(api.secret());
    signIn.onBehalfOf(secret).forUser(world.assertion(world.entra.alice())).token(TWINS);
    AccessToken app = signIn.service(secret).token(TWINS);
    assertThat(world.claims(app).get("idtyp").getAsString()).isEqualTo("app");
    assertThat(world.oid(app)).isEqualTo(api.servicePrincipalId());
  }

  @Test
  void w02_claimsChallengeIsNotAnsweredFromTheCache() throws IOException {
    TokenProvider alice = alice();
    AccessToken rejected = alice.token(TWINS);
    assertThat(alice.token(TWINS.afterRejection(rejected, MFA))).isNotEqualTo(rejected);
    TokenProvider service = world.service();
    AccessToken old = service.token(TWINS);
    assertThat(service.token(TWINS.afterRejection(old, MFA))).isNotEqualTo(old);
    assertThat(world.asked()).isEqualTo(4);
  }

  @Test
  void w03_claimsOfOnBehalfOfReachTheWire_besideTheCapability() throws IOException {
    alice().token(TWINS.withClaims(MFA));
    assertThat(world.entra.requests().get(0).parameter("claims"))
        .contains("acrs")
        .contains("xms_cc")
        .contains("cp1");
  }

  @Test
  void w04_claimsOfARefreshReachTheWire() throws IOException {
    UserSignIn user = world.browser();
    user.signIn();
    user.token(TWINS.afterRejection(user.token(TWINS), MFA));
    assertThat(world.entra.tokenCalls("refresh_token").get(0).parameter("claims"))
        .contains("acrs")
        .contains("cp1");
  }

  @Test
  void w10_accountThatSignedOutElsewhereIsNotHeldOnTo() throws IOException {
    MemoryTokenStore store = MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time));
    UserSignIn here = users(store);
    UserSignIn there = users(store);
    Account alice = here.signIn();
    assertThat(there.accounts()).containsExactly(alice);
    here.signOut(alice);
    world.time.advance(Duration.ofHours(2));
    assertThatThrownBy(() -> there.forAccount(alice).token(TWINS))
        .isInstanceOf(InteractionRequiredException.class);
  }

  private UserSignIn users(MemoryTokenStore store) {
    return world
        .signIn(world.entra.nativeApp())
        .store(store)
        .browser(url -> world.azure.browser().withUser(world.entra.alice()).visit(url));
  }

  @Test
  void w13_sessionsOfOneUserDoNotEvictEachOther() throws IOException {
    TokenProvider one = alice();
    world.time.advance(Duration.ofSeconds(5));
    TokenProvider other = alice();
    for (int call = 0; call < 10; call++) {
      assertThat(one.token(TWINS)).isNotEqualTo(other.token(TWINS));
    }
    assertThat(world.asked()).isEqualTo(2);
  }

  @Test
  void w14_cacheIsBounded_andForgetsWhatHasExpired() throws IOException {
    OnBehalfOf small =
        world
            .signIn(world.entra.webApi())
            .maximumCacheBytes(64 << 10)
            .onBehalfOf(ClientCredential.secret(world.entra.webApi().secret()));
    for (int session = 0; session < 120; session++) {
      world.time.advance(Duration.ofSeconds(1));
      small.forUser(world.assertion(world.entra.alice())).token(TWINS);
    }
    assertThat(small.health().usersWithTokens()).isBetween(5L, 60L);
    world.time.advance(Duration.ofHours(3));
    assertThat(small.health().usersWithTokens()).isZero();
  }

  @Test
  void w15_workGoesOnByTheRefreshToken_afterTheUsersTokenDied() throws IOException {
    OnBehalfOf api =
        world
            .signIn(world.entra.webApi())
            .store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time)))
            .onBehalfOf(ClientCredential.secret(world.entra.webApi().secret()));
    Session session = api.startSession(world.assertion(world.entra.alice()));
    world.time.advance(Duration.ofHours(5));
    assertThat(world.oid(session.token(TWINS))).isEqualTo(world.entra.alice().oid());
    assertThat(world.entra.tokenCalls("refresh_token")).hasSize(1);
  }

  @Test
  void w16_whoTheUserIs_isSaid_alsoOnAHit() throws IOException {
    String assertion = world.assertion(world.entra.alice());
    for (int call = 0; call < 2; call++) {
      assertThat(onBehalfOf.forUser(assertion).token(TWINS).expiresAt())
          .isAfter(world.time.clock().instant());
      assertThat(onBehalfOf.userId(assertion).objectId()).isEqualTo(world.entra.alice().oid());
      assertThat(onBehalfOf.userId(assertion).tenantId()).isEqualTo(world.entra.tenantId());
    }
  }

  @Test
  void w17_tokensOfLessThanFiveMinutesAreReused() throws IOException {
    world.entra.tokenLifetime(Duration.ofMinutes(4));
    TokenProvider service = world.service();
    for (int call = 0; call < 5; call++) {
      service.token(TWINS);
    }
    assertThat(world.asked()).isEqualTo(1);
  }

  @Test
  void w18_scopeThatEntraEchoesInAnotherForm_isAHitAllTheSame() throws IOException {
    TokenProvider alice = alice();
    for (String scope :
        new String[] {
          "https://digitaltwins.azure.net//.default",
          "0b07f429-9f4b-4714-9392-cc5e8e80c8b0/.default",
          "https://digitaltwins.azure.net/Read.Write"
        }) {
      int before = world.asked();
      alice.token(TokenRequest.of(scope));
      alice.token(TokenRequest.of(scope));
      assertThat(world.asked()).as(scope).isEqualTo(before + 1);
    }
  }
}
