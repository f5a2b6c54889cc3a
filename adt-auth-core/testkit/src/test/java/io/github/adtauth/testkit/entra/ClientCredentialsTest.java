package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the client credentials grant. */
final class ClientCredentialsTest {
  private final MutableClock clock = MutableClock.startingNow();
  private final LocalAzure azure = LocalAzure.builder().clock(clock).start();
  private final FakeEntra entra = azure.entra();
  private final TokenClient client = new TokenClient(azure);

  @AfterEach
  void close() {
    azure.close();
  }

  @Test
  void application_getsAppToken() {
    TokenClient.Result response = client.daemon();

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text("token_type")).isEqualTo("Bearer");
    assertThat(response.text("expires_in")).isEqualTo("3599");
    assertThat(response.json().has("refresh_in")).isFalse();
    JsonObject token = response.accessToken();
    assertThat(token.get("aud").getAsString()).isEqualTo("https://digitaltwins.azure.net");
    assertThat(token.get("iss").getAsString())
        .isEqualTo("https://sts.windows.net/" + entra.tenantId() + "/");
    assertThat(token.get("appid").getAsString()).isEqualTo(entra.daemon().clientId());
    assertThat(token.get("idtyp").getAsString()).isEqualTo("app");
    assertThat(token.get("oid").getAsString()).isEqualTo(entra.daemon().servicePrincipalId());
    assertThat(token.has("xms_cc")).isFalse();
    assertThat(entra.verify(response.text("access_token"))).isEqualTo(token);
  }

  @Test
  void tokensOfSameSecond_differ() {
    assertThat(client.daemon().text("access_token"))
        .isNotEqualTo(client.daemon().text("access_token"));
  }

  @Test
  void tenantDomain_isAcceptedAsTenantId() {
    TokenClient.Result response =
        client.post(
            "/" + entra.tenant().domain() + "/oauth2/v2.0/token",
            "grant_type",
            "client_credentials",
            "client_id",
            entra.daemon().clientId(),
            "client_secret",
            entra.daemon().secret(),
            "scope",
            "0b07f429-9f4b-4714-9392-cc5e8e80c8b0/.default");

    assertThat(response.accessToken().get("tid").getAsString()).isEqualTo(entra.tenantId());
    assertThat(response.accessToken().get("aud").getAsString())
        .isEqualTo("0b07f429-9f4b-4714-9392-cc5e8e80c8b0");
  }

  @Test
  void token_expiresByConfiguredClock() {
    String token = client.daemon().text("access_token");

    clock.advance(Duration.ofSeconds(3598));
    assertThat(entra.verify(token)).isNotNull();
    clock.advance(Duration.ofSeconds(1));
    assertThat(entra.verify(token)).isNull();
  }

  @Test
  void longLivedToken_hasRefreshIn() {
    entra.tokenLifetime(Duration.ofHours(24));
    assertThat(client.daemon().text("refresh_in")).isEqualTo("43200");

    entra.refreshIn(Duration.ofMinutes(1));
    assertThat(client.daemon().text("refresh_in")).isEqualTo("60");

    entra.refreshIn(null);
    assertThat(client.daemon().json().has("refresh_in")).isFalse();
  }

  @Test
  void cp1Client_getsTokenWithXmsCc() {
    TokenClient.Result response =
        client.daemon("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}");

    assertThat(response.accessToken().getAsJsonArray("xms_cc").get(0).getAsString())
        .isEqualTo("cp1");
  }

  @Test
  void grantedAppRoles_areInToken() {
    entra.register(
        entra.daemon().toBuilder().appRole("https://graph.microsoft.com", "Sites.Read").build());

    TokenClient.Result response = client.daemon("scope", "https://graph.microsoft.com/.default");

    assertThat(response.accessToken().getAsJsonArray("roles")).hasSize(1);
    assertThat(client.daemon().accessToken().has("roles")).isFalse();
  }

  @Test
  void requiredClaims_mustBeSent() {
    String claims = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";
    entra.requireClaims(entra.daemon(), claims);

    TokenClient.Result error = client.daemon();
    assertThat(error.error()).isEqualTo("400 interaction_required 53003");
    assertThat(error.text("claims")).isEqualTo(claims);
    assertThat(client.daemon("claims", claims).status()).isEqualTo(200);
  }

  @Test
  void requests_areRecordedInOrder() {
    client.daemon("client_secret", "wrong");
    client.daemon();

    assertThat(entra.tokenCalls("client_credentials")).hasSize(2);
    assertThat(entra.requests().get(0).parameter("client_secret")).isEqualTo("wrong");
    assertThat(entra.requests().get(0).tenant()).isEqualTo(entra.tenantId());
    assertThat(entra.requests().get(0).at()).isEqualTo(clock.instant());
  }
}
