package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests a token service outage that is shorter than the lifetime of the tokens. */
class OutageTest {
  private static final TokenRequest TWINS = TokenRequest.of(Cloud.DIGITAL_TWINS_SCOPE);
  private static final String LOGIN = "login.microsoftonline.com";
  private static final int USERS = 40;

  private final ManualTime time = new ManualTime();
  private final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();
  private final FakeEntra entra = azure.entra();

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void outage_failsNoCallAndBacksOff() throws IOException {
    entra.tokenLifetime(Duration.ofMinutes(75));
    entra.refreshIn(Duration.ofMinutes(10));
    OnBehalfOf onBehalfOf =
        SignIn.with(
                DigitalTwinsConfig.builder()
                    .clientId(entra.webApi().clientId())
                    .tenant(entra.tenantId())
                    .build())
            .httpClient(azure.httpClient())
            .timing(TestTiming.of(time))
            .onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
    List<TokenProvider> users = new ArrayList<>();
    List<AccessToken> tokens = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      FakeUser user =
          new FakeUser(
              UUID.randomUUID().toString(), entra.tenantId(), "user" + i + "@contoso", "User");
      entra.addUser(user);
      TokenProvider tokensOfUser = onBehalfOf.forUser(entra.assertionFor(user, entra.webApi()));
      users.add(tokensOfUser);
      tokens.add(tokensOfUser.token(TWINS));
    }
    azure.clearRequests();
    azure.script(LOGIN).always(Faults.status(500));
    Instant end = time.clock().instant().plus(Duration.ofMinutes(50));
    int calls = 0;
    while (time.clock().instant().isBefore(end)) {
      for (int i = 0; i < USERS; i++) {
        assertThat(users.get(i).token(TWINS)).isEqualTo(tokens.get(i));
        calls++;
      }
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(calls).isGreaterThan(10_000);
    // Forty minutes with at most one attempt of three requests per half minute, and the first ones.
    assertThat(azure.requests(LOGIN).size()).isBetween(3, 3 * (2 * 40 + USERS));
    azure.script(LOGIN).clear();
    time.advance(Duration.ofMinutes(2));
    for (TokenProvider user : users) {
      assertThat(user.token(TWINS)).isNotNull();
    }
  }
}
