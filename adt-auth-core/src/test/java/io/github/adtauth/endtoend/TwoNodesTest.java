package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests two nodes of a web API that share a sealed store. */
class TwoNodesTest {
  private static final TokenRequest TWINS =
      TokenRequest.of("https://digitaltwins.azure.net/.default");

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final TokenStore shared =
      SealedTokenStore.wrap(
          MemoryTokenStore.withMaximumBytes(1 << 20), KeyRing.of("k1", new byte[32]));
  private final OnBehalfOf firstNode = node();
  private final OnBehalfOf secondNode = node();

  @AfterEach
  void stop() {
    azure.close();
  }

  private OnBehalfOf node() {
    return SignIn.with(
            DigitalTwinsConfig.builder()
                .clientId(entra.webApi().clientId())
                .tenant(entra.tenantId())
                .build())
        .httpClient(azure.httpClient())
        .store(shared)
        .onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
  }

  private String oidOf(AccessToken token) {
    return Objects.requireNonNull(entra.verify(token.value())).get("oid").getAsString();
  }

  @Test
  void otherNode_usesStoredToken() throws IOException {
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());
    AccessToken token = firstNode.forUser(assertion).token(TWINS);
    assertThat(secondNode.forUser(assertion).token(TWINS)).isEqualTo(token);
    assertThat(entra.requests()).hasSize(1);
  }

  @Test
  void storedTokens_areIsolated() throws IOException {
    for (FakeUser user : new FakeUser[] {entra.alice(), entra.bob()}) {
      String assertion = entra.assertionFor(user, entra.webApi());
      firstNode.forUser(assertion).token(TWINS);
      assertThat(oidOf(secondNode.forUser(assertion).token(TWINS))).isEqualTo(user.oid());
    }
    assertThat(entra.requests()).hasSize(2);
  }

  @Test
  void rejectedToken_isReplacedForBothNodes() throws IOException {
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());
    AccessToken rejected = firstNode.forUser(assertion).token(TWINS);
    AccessToken better =
        firstNode.forUser(assertion).token(TWINS.afterRejection(rejected, "{\"access_token\":{}}"));
    assertThat(secondNode.forUser(assertion).token(TWINS)).isEqualTo(better);
  }
}
