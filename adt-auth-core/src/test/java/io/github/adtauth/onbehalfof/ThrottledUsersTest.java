package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that throttled users do not block the other users of a web API. */
class ThrottledUsersTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final FakeUser first = user("mallory 1");
  private final FakeUser second = user("mallory 2");
  private final OnBehalfOf onBehalfOf =
      fixture
          .signIn(entra.webApi())
          .store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)))
          .onBehalfOf(fixture.secretOf(entra.webApi()));

  @AfterEach
  void stop() {
    fixture.close();
  }

  private FakeUser user(String name) {
    String oid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    return entra.addUser(new FakeUser(oid, entra.tenantId(), "u@contoso", name));
  }

  private void throttleBoth(MockResponse response) {
    fixture.azure.script(LOGIN).alwaysWhen(r -> isOf(first, r) || isOf(second, r), response);
  }

  private static boolean isOf(FakeUser user, LoggedRequest request) {
    String mailbox = request.headers().get("X-AnchorMailbox");
    return mailbox != null && mailbox.contains(user.oid());
  }

  private static MockResponse requestLoop() {
    return new MockResponse.Builder()
        .code(400)
        .setHeader("Content-Type", "application/json")
        .body(
            "{\"error\":\"invalid_grant\",\"error_codes\":[50196],"
                + "\"error_description\":\"AADSTS50196: client request loop\"}")
        .build();
  }

  /** Returns the Retry-After of a user with a new inbound token; zero if a token is returned. */
  private Duration waitOf(FakeUser user) throws IOException {
    try {
      onBehalfOf.forUser(entra.assertionFor(user, entra.webApi())).token(TWINS);
      return Duration.ZERO;
    } catch (UnavailableException e) {
      return e.retryAfter().orElseThrow();
    }
  }

  /** Returns how many other users, one every two seconds, got no token. */
  private int rejectedWhile(FakeUser... hammering) throws IOException {
    waitOf(first);
    fixture.time.advance(Duration.ofSeconds(2));
    waitOf(second);
    int rejected = 0;
    for (int half = 0; half < 600; half++) {
      if (half % 2 == 0) {
        waitOf(hammering[half / 2 % hammering.length]);
      }
      if (half % 4 == 1) {
        Duration wait = waitOf(user("other " + half));
        assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(1)); // never mallory's
        rejected += wait.isZero() ? 0 : 1;
      }
      fixture.time.advance(Duration.ofMillis(500));
    }
    return rejected;
  }

  @Test
  void twoUsersThrottledForOneHour_delayOthersOneSecond() throws IOException {
    throttleBoth(Faults.throttled(3600));
    assertThat(rejectedWhile(first, second)).isLessThanOrEqualTo(1);
    assertThat(waitOf(first)).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(56));
  }

  @Test
  void twoUsersThrottledForOneSecond_delayOthersOneSecond() throws IOException {
    throttleBoth(Faults.throttled(1));
    assertThat(rejectedWhile(first, second)).isLessThanOrEqualTo(1);
  }

  @Test
  void requestLoopErrors_delayOthersOneSecond() throws IOException {
    throttleBoth(requestLoop());
    assertThat(rejectedWhile(first)).isLessThanOrEqualTo(1);
  }

  @Test
  void throttledUserWithNewTokens_sendsNoRequest() throws IOException {
    throttleBoth(Faults.throttled(600));
    assertThat(waitOf(first)).isEqualTo(Duration.ofMinutes(10));
    fixture.time.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 60; i++) {
      assertThat(waitOf(first)).isEqualTo(Duration.ofSeconds(599));
    }
    assertThatThrownBy(() -> onBehalfOf.startSession(entra.assertionFor(first, entra.webApi())))
        .isInstanceOf(UnavailableException.class);
    assertThat(fixture.azure.requests(LOGIN).stream().filter(r -> isOf(first, r))).hasSize(1);
    fixture.azure.script(LOGIN).clear();
    fixture.time.advance(Duration.ofSeconds(599));
    assertThat(waitOf(first)).isZero();
  }
}
