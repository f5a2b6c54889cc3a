package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests two nodes that share a store and use different aliases of the same authority. */
class AuthorityAliasSignOutTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final TokenStore store =
      MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time));

  @AfterEach
  void stop() {
    fixture.close();
  }

  private OnBehalfOf node(String authorityHost) {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(entra.webApi().clientId())
            .tenant(entra.tenantId())
            .cloud(new Cloud(URI.create("https://" + authorityHost), Cloud.DIGITAL_TWINS_SCOPE))
            .build();
    return SignIn.with(config)
        .httpClient(fixture.azure.httpClient())
        .timing(TestTiming.of(fixture.time))
        .store(store)
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  @Test
  void signOut_appliesToNodesWithOtherAlias() throws IOException {
    OnBehalfOf first = node(LOGIN);
    OnBehalfOf second = node("login.windows.net");
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());
    AccessToken token = first.forUser(assertion).token(TWINS);
    assertThat(second.forUser(assertion).token(TWINS)).as("from the store").isEqualTo(token);
    first.signOut(first.userId(assertion));
    fixture.time.advance(Duration.ofMinutes(2));
    assertThatThrownBy(() -> second.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }
}
