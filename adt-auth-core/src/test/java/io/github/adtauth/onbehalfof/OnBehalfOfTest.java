package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.JWT_BEARER;
import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AdtException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the token checks, rate limits and health of the on-behalf-of flow. */
class OnBehalfOfTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final OnBehalfOf onBehalfOf =
      fixture.signIn(entra.webApi()).onBehalfOf(fixture.secretOf(entra.webApi()));

  @AfterEach
  void stop() {
    fixture.close();
  }

  private String assertion(TokenDefect... defects) {
    return entra.assertionFor(entra.alice(), entra.webApi(), defects);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXPIRED", "OTHER_AUDIENCE", "OTHER_TENANT"})
  void invalidToken_isRejectedWithoutRequest(TokenDefect defect) {
    String forged = assertion(defect);
    assertThatThrownBy(() -> onBehalfOf.forUser(forged)).isInstanceOf(InboundTokenException.class);
    assertThat(entra.requests()).isEmpty();
  }

  @Test
  void idTokenAndApplicationToken_areRejectedWithoutRequest() {
    String idToken = entra.idTokenFor(entra.alice(), entra.webApi());
    String appToken = entra.appTokenFor(entra.webApi());
    assertThatThrownBy(() -> onBehalfOf.forUser(idToken)).hasMessageContaining("ID token");
    assertThatThrownBy(() -> onBehalfOf.forUser(appToken))
        .hasMessageContaining("application alone");
    assertThat(entra.requests()).isEmpty();
  }

  @Test
  void expiredInboundToken_isRejectedDespiteCache() throws IOException {
    String assertion = assertion();
    fixture.time.advance(Duration.ofMinutes(30));
    onBehalfOf.forUser(assertion).token(TWINS);
    fixture.time.advance(Duration.ofMinutes(31));
    assertThatThrownBy(() -> onBehalfOf.forUser(assertion)).hasMessageContaining("has expired");
  }

  @Test
  void expiredInboundToken_isRejectedOnUnrecordedAccess() {
    String assertion = assertion();
    onBehalfOf.forUser(assertion);
    onBehalfOf.forUser(assertion);
    // Only the clock, so that the entry stays cached and the access counts as in the same second.
    fixture.time.clock().advance(Duration.ofSeconds(16 * 256));
    assertThatThrownBy(() -> onBehalfOf.forUser(assertion)).hasMessageContaining("has expired");
  }

  @Test
  void exchange_sendsRoutingHint() throws IOException {
    onBehalfOf.forUser(assertion()).token(TWINS);
    assertThat(fixture.azure.requests(LOGIN).get(0).headers().get("X-AnchorMailbox"))
        .isEqualTo("Oid:" + entra.alice().oid() + "@" + entra.tenantId());
  }

  @Test
  void forgedTokens_areLimitedWithoutAffectingUsers() throws IOException {
    TokenProvider alice = onBehalfOf.forUser(assertion());
    AccessToken first = alice.token(TWINS);
    int held = 0;
    for (int i = 0; i < 300; i++) {
      TokenProvider forged = onBehalfOf.forUser(forgedForUser(i));
      try {
        forged.token(TWINS);
      } catch (UnavailableException e) {
        held++;
      } catch (InboundTokenException e) {
        assertThat(held).isZero();
      }
    }
    assertThat(held).isEqualTo(200);
    assertThat(entra.tokenCalls(JWT_BEARER)).hasSize(101);
    assertThat(alice.token(TWINS.afterRejection(first, "{}"))).isNotEqualTo(first);
  }

  /** Returns a token of a distinct user with an invalid signature. */
  private String forgedForUser(int number) {
    String[] parts = assertion(TokenDefect.BAD_SIGNATURE).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String changed = claims.replace(entra.alice().oid(), new UUID(7, number).toString());
    assertThat(changed).isNotEqualTo(claims);
    byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
    return parts[0]
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
        + "."
        + parts[2];
  }

  @Test
  void rejectedTokensOfOneUser_areLimitedToFive() throws IOException {
    for (int second = 0; second < 30; second++) {
      for (int i = 0; i < 20; i++) {
        TokenProvider forged = onBehalfOf.forUser(assertion(TokenDefect.BAD_SIGNATURE));
        assertThat(catchThrowable(() -> forged.token(TWINS))).isInstanceOf(AdtException.class);
      }
      fixture.time.advance(Duration.ofSeconds(1));
      String bobs = entra.assertionFor(entra.bob(), entra.webApi());
      assertThat(onBehalfOf.forUser(bobs).token(TWINS)).isNotNull();
    }
    assertThat(entra.tokenCalls(JWT_BEARER)).hasSize(5 + 30);
  }

  @Test
  void limitedUser_getsRetryAfter() {
    for (int i = 0; i < 5; i++) {
      TokenProvider forged = onBehalfOf.forUser(assertion(TokenDefect.BAD_SIGNATURE));
      assertThatThrownBy(() -> forged.token(TWINS)).isInstanceOf(InboundTokenException.class);
    }
    TokenProvider next = onBehalfOf.forUser(assertion());
    assertThatThrownBy(() -> next.token(TWINS))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(1)));
  }

  /** A token that was accepted before is genuine, so its rejection must not limit the user. */
  @Test
  void rejectionOfAcceptedToken_isNotLimited() throws IOException {
    List<TokenProvider> devices = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      TokenProvider device = onBehalfOf.forUser(assertion());
      device.token(TWINS);
      devices.add(device);
    }
    entra.revokeSessions(entra.alice());
    for (TokenProvider device : devices) {
      AccessToken token = Objects.requireNonNull(device.cachedToken(TWINS));
      assertThat(catchThrowable(() -> device.token(TWINS.afterRejection(token, "{}"))))
          .isInstanceOf(AdtException.class);
    }
    assertThat(onBehalfOf.forUser(assertion()).token(TWINS)).isNotNull();
  }

  @Test
  void malformedTokenError_countsAsRejection() {
    fixture
        .azure
        .script(LOGIN)
        .always(
            Faults.status(400)
                .newBuilder()
                .body("{\"error\":\"invalid_request\",\"error_codes\":[50027]}")
                .build());
    for (int i = 0; i < 5; i++) {
      TokenProvider forged = onBehalfOf.forUser(assertion());
      assertThatThrownBy(() -> forged.token(TWINS)).isInstanceOf(InboundTokenException.class);
    }
    TokenProvider next = onBehalfOf.forUser(assertion());
    assertThatThrownBy(() -> next.token(TWINS)).isInstanceOf(UnavailableException.class);
  }

  /** Otherwise the rate limit would hide the reason. */
  @Test
  void wrongCloud_doesNotCountAsRejectedToken() {
    entra.rejections().tokens(900382);
    for (int i = 0; i < 7; i++) {
      TokenProvider user = onBehalfOf.forUser(assertion());
      assertThatThrownBy(() -> user.token(TWINS)).isInstanceOf(RegistrationException.class);
    }
  }

  @Test
  void nonCanonicalToken_isRejectedWithoutRequest() throws IOException {
    String token = assertion();
    onBehalfOf.forUser(token).token(TWINS);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    for (int bits = 1; bits < 16; bits++) {
      String other = token.substring(0, token.length() - 1) + alphabet.charAt(last ^ bits);
      assertThatThrownBy(() -> onBehalfOf.forUser(other)).isInstanceOf(InboundTokenException.class);
    }
    assertThat(entra.tokenCalls(JWT_BEARER)).hasSize(1);
  }

  @Test
  void rejectedToken_isNotRetriedAtOnce() {
    TokenProvider forged = onBehalfOf.forUser(assertion(TokenDefect.BAD_SIGNATURE));
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> forged.token(TWINS)).isInstanceOf(InboundTokenException.class);
    }
    assertThat(entra.requests()).hasSize(1);
  }

  @Test
  void activeUser_isNotEvictedByOthers() {
    OnBehalfOf small =
        fixture
            .signIn(entra.webApi())
            .maximumCacheBytes(64 << 10)
            .onBehalfOf(fixture.secretOf(entra.webApi()));
    String assertion = assertion();
    TokenProvider alice = small.forUser(assertion);
    for (int second = 0; second < 20; second++) {
      fixture.time.advance(Duration.ofSeconds(1));
      assertThat(small.forUser(assertion)).as("second %d", second).isSameAs(alice);
      for (int i = 0; i < 50; i++) {
        small.forUser(assertion(TokenDefect.BAD_SIGNATURE));
      }
    }
  }

  @Test
  void health_reportsUsersAndFailures() throws IOException {
    assertThat(onBehalfOf.health().usersWithTokens()).isZero();
    assertThat(onBehalfOf.health().earliestExpiry()).isNull();
    onBehalfOf.forUser(assertion()).token(TWINS);
    fixture.time.advance(Duration.ofMinutes(10));
    onBehalfOf.forUser(entra.assertionFor(entra.bob(), entra.webApi())).token(TWINS);
    OnBehalfOfHealth well = onBehalfOf.health();
    assertThat(well.isUp()).isTrue();
    assertThat(well.usersWithTokens()).isEqualTo(2);
    assertThat(Duration.between(well.earliestExpiry(), well.latestExpiry()))
        .isEqualTo(Duration.ofMinutes(10));

    fixture.azure.script(LOGIN).always(Faults.status(503));
    String later = assertion();
    assertThatThrownBy(() -> onBehalfOf.forUser(later).token(TWINS))
        .isInstanceOf(UnavailableException.class);
    OnBehalfOfHealth ill = onBehalfOf.health();
    assertThat(ill.isUp()).isFalse();
    assertThat(ill.usersWithTokens()).isEqualTo(2);
    assertThat(ill.tokenServiceFailure().message()).contains("temporarily unavailable");
  }

  @Test
  void sessionsAndSignOut_requireStore() {
    UserId alice = new UserId(entra.alice().oid(), entra.tenantId());
    assertThatThrownBy(() -> onBehalfOf.startSession(assertion()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SignIn.store");
    assertThatThrownBy(() -> onBehalfOf.signOut(alice)).isInstanceOf(IllegalStateException.class);
  }
}
