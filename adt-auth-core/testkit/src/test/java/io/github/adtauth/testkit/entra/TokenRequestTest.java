package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the forms of token requests that client libraries send, and that RFC 6749 allows. */
class TokenRequestTest {
  private static final String DIGITAL_TWINS = Resource.TWINS_URI + "/Read.Write";

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.entra;
  private final Registration web =
      entra.register(
          Registration.builder("44444444-4444-4444-4444-444444444444", "Buildings on the web")
              .secret("a secret+with/special=characters:%")
              .redirectUri(fixture.address("/back"))
              .permission(DIGITAL_TWINS)
              .build());

  @AfterEach
  void close() {
    fixture.close();
  }

  // client_secret_basic (RFC 6749 2.3.1)

  private TokenClient.Result basic(String clientId, String secret, String... form) {
    String credentials =
        Credentials.basic(
            URLEncoder.encode(clientId, StandardCharsets.UTF_8),
            URLEncoder.encode(secret, StandardCharsets.UTF_8));
    return withAuthorization(credentials, form);
  }

  private TokenClient.Result withAuthorization(String header, String... form) {
    Request.Builder request = TokenClient.request(fixture.tokenPath(), form);
    return fixture.http.send(request.header("Authorization", header).build());
  }

  private static String[] clientCredentials(String... more) {
    return TokenClient.with(more, "grant_type", "client_credentials", "scope", TokenClient.TWINS);
  }

  @Test
  void secretInBasicHeader_authenticatesClient() {
    TokenClient.Result result = basic(web.clientId(), web.secret(), clientCredentials());

    assertThat(result.status()).isEqualTo(200);
    assertThat(result.accessToken().get("appidacr").getAsString()).isEqualTo("1");
    assertThat(entra.requests().get(0).form()).doesNotContainKey("client_secret");
  }

  @Test
  void wrongSecretInBasicHeader_isRejected() {
    assertThat(basic(web.clientId(), "wrong", clientCredentials()).error())
        .isEqualTo("401 invalid_client 7000215");
  }

  @Test
  void clientIdInHeaderAndBody_mustBeEqual() {
    assertThat(
            basic(web.clientId(), web.secret(), clientCredentials("client_id", web.clientId()))
                .status())
        .isEqualTo(200);
    assertThat(basic(web.clientId(), web.secret(), clientCredentials("client_id", "other")).error())
        .isEqualTo("400 invalid_request 9002313");
  }

  @Test
  void secretInHeaderAndBody_isRejected() {
    assertThat(
            basic(web.clientId(), web.secret(), clientCredentials("client_secret", web.secret()))
                .error())
        .isEqualTo("400 invalid_request 9000411");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic !", "Basic YWJj", "Basic JTo=", "Bearer x"})
  void malformedHeader_isIgnored(String header) {
    assertThat(withAuthorization(header, clientCredentials()).error())
        .isEqualTo("400 invalid_request 900144");
  }

  @Test
  void metadata_listsBasic() {
    TokenClient.Result metadata =
        fixture.http.get(
            "https://login.microsoftonline.com/"
                + entra.tenantId()
                + "/v2.0/.well-known/openid-configuration");
    assertThat(metadata.json().getAsJsonArray("token_endpoint_auth_methods_supported").toString())
        .contains("\"client_secret_basic\"");
  }

  // Requests without a scope (RFC 6749 4.1.3 and 6)

  @Test
  void codeWithoutScope_isRedeemedForTheScopesOfTheSignIn() {
    Map<String, String> response =
        fixture.signIn(
            fixture.alice, fixture.authorize(web, "openid offline_access " + DIGITAL_TWINS));

    TokenClient.Result result =
        fixture.redeem(web, response, null, "scope", "", "client_secret", web.secret());

    assertThat(result.text("scope")).isEqualTo(DIGITAL_TWINS);
    assertThat(result.text("id_token")).isNotEmpty();
    assertThat(result.text("refresh_token")).isNotEmpty();
  }

  @Test
  void codeOfSignInWithoutOfflineAccess_hasNoRefreshToken() {
    Map<String, String> response =
        fixture.signIn(fixture.alice, fixture.authorize(web, "openid profile"));

    TokenClient.Result result =
        fixture.redeem(web, response, null, "scope", "", "client_secret", web.secret());

    assertThat(result.text("id_token")).isNotEmpty();
    assertThat(result.text("refresh_token")).isEmpty();
  }

  @Test
  void refreshWithoutScope_isForTheScopesOfTheGrant() {
    Map<String, String> response =
        fixture.signIn(
            fixture.alice, fixture.authorize(web, "openid offline_access " + DIGITAL_TWINS));
    TokenClient.Result first =
        fixture.redeem(web, response, null, "scope", "", "client_secret", web.secret());

    TokenClient.Result second = refresh(first);
    TokenClient.Result third = refresh(second);

    for (TokenClient.Result result : List.of(second, third)) {
      assertThat(result.text("scope")).isEqualTo(DIGITAL_TWINS);
      assertThat(result.text("id_token")).isNotEmpty();
      assertThat(result.text("refresh_token")).isNotEmpty();
    }
  }

  private TokenClient.Result refresh(TokenClient.Result tokens) {
    return basic(
        web.clientId(),
        web.secret(),
        "grant_type",
        "refresh_token",
        "refresh_token",
        tokens.text("refresh_token"));
  }

  // Client capabilities

  /** MSAL.js and Azure Identity send them in upper case. */
  @ParameterizedTest
  @ValueSource(strings = {"cp1", "CP1"})
  void clientCapability_isNotCaseSensitive(String capability) {
    String claims = "{\"access_token\":{\"xms_cc\":{\"values\":[\"x\",\"" + capability + "\"]}}}";

    TokenClient.Result result = fixture.http.daemon("claims", claims);

    assertThat(result.accessToken().getAsJsonArray("xms_cc").toString()).contains("\"cp1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp12\"]}}}",
        "{\"access_token\":{\"xms_cc\":{\"values\":\"cp1\"}}}",
        "{\"access_token\":{\"xms_cc\":{\"values\":[1,null,{}]}}}",
        "{\"access_token\":{\"xms_cc\":null}}",
        "{\"id_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"
      })
  void otherClaims_doNotDeclareTheCapability(String claims) {
    assertThat(fixture.http.daemon("claims", claims).accessToken().has("xms_cc")).isFalse();
  }

  // refresh_token_expires_in

  @Test
  void refreshTokenOfPage_expiresADayAfterTheSignIn() {
    Registration api = fixture.api();
    Registration page = entra.register(fixture.page(api).consentGranted(true).build());
    TokenClient.Result first =
        fixture.redeem(
            page,
            fixture.signIn(fixture.alice, fixture.authorize(page, SignInFixture.defaultOf(api))));
    fixture.clock.advance(Duration.ofHours(1));

    TokenClient.Result second =
        fixture.refresh(page, first.text("refresh_token"), fixture.origin());

    assertThat(first.json().get("refresh_token_expires_in").getAsInt()).isEqualTo(86_400);
    assertThat(second.json().get("refresh_token_expires_in").getAsInt()).isEqualTo(82_800);
  }
}
