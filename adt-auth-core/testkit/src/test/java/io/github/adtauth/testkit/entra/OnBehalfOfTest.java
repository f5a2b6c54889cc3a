package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Jwts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the on-behalf-of grant. */
final class OnBehalfOfTest {
  private static final String REQUIRED_CLAIMS =
      "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final TokenClient client = new TokenClient(azure);

  @AfterEach
  void close() {
    azure.close();
  }

  private String alice(TokenDefect... defects) {
    return entra.assertionFor(entra.alice(), entra.webApi(), defects);
  }

  @Test
  void userToken_isExchangedForDigitalTwinsToken() {
    TokenClient.Result response = client.onBehalfOf(alice(), "client_info", "1");

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    JsonObject token = response.accessToken();
    assertThat(token.get("oid").getAsString()).isEqualTo(entra.alice().oid());
    assertThat(token.get("scp").getAsString()).isEqualTo("Read.Write");
    assertThat(token.get("appid").getAsString()).isEqualTo(entra.webApi().clientId());
    assertThat(token.get("aud").getAsString()).isEqualTo("https://digitaltwins.azure.net");
    assertThat(response.text("scope"))
        .isEqualTo(
            "https://digitaltwins.azure.net/Read.Write https://digitaltwins.azure.net/.default");
    assertThat(response.text("refresh_token")).isNotEmpty();
    assertThat(Json.parse(Jwts.decodeBase64(response.text("client_info"))))
        .hasToString(
            "{\"uid\":\"" + entra.alice().oid() + "\",\"utid\":\"" + entra.tenantId() + "\"}");
    JsonObject id = TokenClient.claims(response.text("id_token"));
    assertThat(id.get("aud").getAsString()).isEqualTo(entra.webApi().clientId());
  }

  @Test
  void withoutOidcScopes_onlyAccessTokenIsReturned() {
    TokenClient.Result response = client.onBehalfOf(alice(), "scope", TokenClient.TWINS);

    assertThat(response.json().has("id_token")).isFalse();
    assertThat(response.json().has("refresh_token")).isFalse();
    assertThat(response.json().has("client_info")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_SIGNATURE, 50013",
    "EXPIRED, 500133",
    "NOT_YET_VALID, 500133",
    "OTHER_AUDIENCE, 500131",
    "OTHER_TENANT, 50020",
  })
  void defectiveAssertion_isInvalidGrant(TokenDefect defect, int code) {
    TokenClient.Result response = client.onBehalfOf(alice(defect));

    assertThat(response.error()).isEqualTo("400 invalid_grant " + code);
    assertThat(response.json().has("suberror")).isFalse();
    assertThat(response.json().has("claims")).isFalse();
  }

  @Test
  void idToken_isRejectedAsAssertion() {
    assertThat(client.onBehalfOf(entra.idTokenFor(entra.alice(), entra.webApi())).error())
        .isEqualTo("400 invalid_grant 240002");
  }

  @Test
  void appToken_isRejectedAsAssertion() {
    assertThat(client.onBehalfOf(entra.appTokenFor(entra.webApi())).error())
        .isEqualTo("400 invalid_grant 7000114");
  }

  @Test
  void malformedJwt_isRejectedAsAssertion() {
    assertThat(client.onBehalfOf("nonsense").error()).isEqualTo("400 invalid_request 50027");
  }

  @ParameterizedTest
  @CsvSource({"assertion", "requested_token_use", "scope"})
  void missingParameter_isNamed(String name) {
    TokenClient.Result response = client.onBehalfOf(alice(), name, "");

    assertThat(response.code()).isEqualTo(900144);
    assertThat(response.text("error_description")).contains("'" + name + "'");
  }

  @Test
  void twoResources_areRejected() {
    assertThat(
            client
                .onBehalfOf(
                    alice(),
                    "scope",
                    "https://digitaltwins.azure.net/Read.Write https://graph.microsoft.com/User.Read")
                .code())
        .isEqualTo(28002);
  }

  @Test
  void missingConsent_isRejected() {
    entra.revokeConsent(entra.webApi());

    TokenClient.Result response = client.onBehalfOf(alice());
    assertThat(response.error()).isEqualTo("400 invalid_grant 65001");
    assertThat(response.text("suberror")).isEqualTo("consent_required");

    entra.grantConsent(entra.webApi());
    assertThat(client.onBehalfOf(alice()).status()).isEqualTo(200);
  }

  @Test
  void requiredClaims_areSatisfiedByClaimsParameter() {
    entra.requireClaims(entra.alice(), REQUIRED_CLAIMS);

    TokenClient.Result error = client.onBehalfOf(alice());
    assertThat(error.error()).isEqualTo("400 interaction_required 50076");
    assertThat(error.text("claims")).isEqualTo(REQUIRED_CLAIMS);
    String merged =
        "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]},"
            + "\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";
    assertThat(client.onBehalfOf(alice(), "claims", merged).status()).isEqualTo(200);
    assertThat(client.onBehalfOf(entra.assertionFor(entra.bob(), entra.webApi())).status())
        .isEqualTo(200);
  }

  @Test
  void requiredClaims_areSatisfiedBySignIn() {
    entra.requireClaims(entra.alice(), REQUIRED_CLAIMS);

    String fresh = entra.assertionWithClaims(REQUIRED_CLAIMS, entra.alice(), entra.webApi());

    assertThat(client.onBehalfOf(fresh).status()).isEqualTo(200);
  }

  @Test
  void assertionOfRevokedSession_isRejected() {
    String before = alice();
    entra.revokeSessions(entra.alice());

    assertThat(client.onBehalfOf(before).code()).isEqualTo(50173);
    assertThat(client.onBehalfOf(alice()).status()).isEqualTo(200);
  }

  @Test
  void api_mayRequestVersion1Tokens() {
    Registration api = entra.register(entra.webApi().toBuilder().tokenVersion(1).build());

    String assertion = entra.assertionFor(entra.alice(), api);

    assertThat(TokenClient.claims(assertion).get("aud").getAsString()).isEqualTo(api.appIdUri());
    assertThat(client.onBehalfOf(assertion).status()).isEqualTo(200);
  }

  @Test
  void userOfOtherTenant_isRejected() {
    FakeTenant fabrikam =
        entra.addTenant("99999999-2222-4333-8444-555555555555", "fabrikam.onmicrosoft.com");
    FakeUser eve = entra.addUser(new FakeUser("e-1", fabrikam.id(), "eve@fabrikam", "Eve"));

    String assertion = entra.assertionFor(eve, entra.webApi());

    assertThat(TokenClient.claims(assertion).get("tid").getAsString()).isEqualTo(fabrikam.id());
    assertThat(client.onBehalfOf(assertion).code()).isEqualTo(50020);
  }
}
