package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.World.LOGIN;
import static io.github.adtauth.signin.World.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.World;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes that are configured with different aliases of the same authority, and one store. */
class AuthorityAliasSignOutTest {
  private final World world = new World();
  private final FakeEntra entra = world.azure.entra();
  private final TokenStore store =
      MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time));

  @AfterEach
  void stop() {
    world.close();
  }

  private OnBehalfOf node(String authorityHost) {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(entra.webApi().clientId())
            .tenant(entra.tenantId())
            .cloud(new Cloud(URI.create("https://" + authorityHost), Cloud.DIGITAL_TWINS_SCOPE))
            .build();
    return SignIn.with(config)
        .httpClient(world.azure.httpClient())
        .timing(TestTiming.of(world.time))
        .store(store)
        .onBehalfOf(world.secretOf(entra.webApi()));
  }

  @Test
  void signOut_countsOnNodesWithAnotherAlias() throws IOException {
    OnBehalfOf first = node(LOGIN);
    OnBehalfOf second = node("login.windows.net");
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());
    AccessToken token = first.forUser(assertion).token(TWINS);
    assertThat(second.forUser(assertion).token(TWINS)).as("from the store").isEqualTo(token);
    first.signOut(first.userId(assertion));
    world.time.advance(Duration.ofMinutes(2));
    assertThatThrownBy(() -> second.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }
}
