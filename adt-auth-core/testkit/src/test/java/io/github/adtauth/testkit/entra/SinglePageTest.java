package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.internal.Jwts;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that single-page applications redeem their codes only with cross-origin requests. */
final class SinglePageTest {
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  private final SignInFixture fixture = new SignInFixture();
  private final Registration api = fixture.api();
  private final Registration page = fixture.entra.register(fixture.page(api).build());
  private final Registration desktop = fixture.entra.register(fixture.desktop(api).build());

  @AfterEach
  void close() {
    fixture.close();
  }

  private HttpUrl.Builder authorize(Registration client) {
    return fixture.authorize(client, SignInFixture.defaultOf(api));
  }

  private Map<String, String> code(Registration client) {
    return fixture.signIn(fixture.alice, authorize(client));
  }

  @Test
  void page_redeemsCodeCrossOrigin() {
    TokenClient.Result response = fixture.redeem(page, code(page), fixture.origin());

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.header(ALLOWED)).isEqualTo(fixture.origin());
    assertThat(response.header("Vary")).isEqualTo("Origin");
    assertThat(response.accessToken().get("scp").getAsString()).isEqualTo("access_as_user");
    assertThat(response.accessToken().get("aud").getAsString()).isEqualTo(api.clientId());
    assertThat(response.accessToken().get("azpacr").getAsString()).isEqualTo("0");
  }

  @Test
  void codeOfPage_isRejectedFromServer() {
    TokenClient.Result response = fixture.redeem(page, code(page), null);

    assertThat(response.error()).isEqualTo("400 invalid_request 9002327");
    assertThat(response.header(ALLOWED)).isEqualTo("null");
  }

  @Test
  void codeOfPage_isRejectedFromServerWithSecret() {
    Registration both = fixture.entra.register(page.toBuilder().secret("page~secret").build());

    assertThat(fixture.redeem(both, code(both), null, "client_secret", "page~secret").error())
        .isEqualTo("400 invalid_request 9002327");
    assertThat(
            fixture
                .redeem(both, code(both), fixture.origin(), "client_secret", "page~secret")
                .error())
        .isEqualTo("401 invalid_client 700025");
  }

  @Test
  void codeOfOtherPlatform_isRejectedFromPage_withoutCors() {
    TokenClient.Result response = fixture.redeem(desktop, code(desktop), fixture.origin());

    assertThat(response.error()).isEqualTo("400 invalid_request 9002326");
    assertThat(response.text("error_description")).contains("'" + fixture.origin() + "'");
    assertThat(response.header(ALLOWED)).isEqualTo("null");
    assertThat(fixture.redeem(desktop, code(desktop), null).status()).isEqualTo(200);
  }

  @Test
  void platformOfRedirectUri_decidesRedemption() {
    Registration both =
        fixture.entra.register(
            page.toBuilder().publicClient(true).redirectUri("http://localhost/back").build());
    HttpUrl.Builder nativeUrl =
        authorize(both).setQueryParameter("redirect_uri", fixture.address("/back"));

    Map<String, String> code = fixture.signIn(fixture.alice, nativeUrl);

    assertThat(
            fixture
                .redeem(both, code, fixture.origin(), "redirect_uri", fixture.address("/back"))
                .error())
        .isEqualTo("400 invalid_request 9002326");
    assertThat(fixture.redeem(both, code, null, "redirect_uri", fixture.address("/back")).status())
        .isEqualTo(200);
    assertThat(fixture.redeem(both, code(both), fixture.origin()).status()).isEqualTo(200);
  }

  @Test
  void errorForPage_allowsOrigin() {
    TokenClient.Result response =
        fixture.redeem(page, code(page), fixture.origin(), "code_verifier", "wrong");

    assertThat(response.error()).isEqualTo("400 invalid_grant 501481");
    assertThat(response.header(ALLOWED)).isEqualTo(fixture.origin());
  }

  @Test
  void otherGrants_areRejectedFromPage() {
    TokenClient.Result response =
        fixture.tokens(
            fixture.origin(),
            "grant_type",
            "client_credentials",
            "client_id",
            page.clientId(),
            "scope",
            TokenClient.TWINS);

    assertThat(response.error()).isEqualTo("400 invalid_request 9002326");
    assertThat(response.header(ALLOWED)).isEqualTo("null");
  }

  @Test
  void refreshToken_isRejectedFromOtherPlatform() {
    String ofPage = fixture.redeem(page, code(page)).text("refresh_token");
    String ofDesktop = fixture.redeem(desktop, code(desktop)).text("refresh_token");

    assertThat(fixture.refresh(page, ofPage, null).error())
        .isEqualTo("400 invalid_request 9002327");
    assertThat(fixture.refresh(desktop, ofDesktop, fixture.origin()).error())
        .isEqualTo("400 invalid_request 9002326");
    TokenClient.Result renewed = fixture.refresh(page, ofPage, fixture.origin());
    assertThat(renewed.status()).isEqualTo(200);
    assertThat(renewed.header(ALLOWED)).isEqualTo(fixture.origin());
    assertThat(fixture.refresh(page, renewed.text("refresh_token"), null).error())
        .isEqualTo("400 invalid_request 9002327");
  }

  @Test
  void refreshTokenOfPage_expiresOneDayAfterSignIn() {
    String first = fixture.redeem(page, code(page)).text("refresh_token");
    fixture.clock.advance(Duration.ofHours(23));
    String second = fixture.refresh(page, first, fixture.origin()).text("refresh_token");
    fixture.clock.advance(Duration.ofHours(1));

    TokenClient.Result response = fixture.refresh(page, second, fixture.origin());

    assertThat(response.error()).isEqualTo("400 invalid_grant 700084");
    assertThat(response.header(ALLOWED)).isEqualTo(fixture.origin());
  }

  @ParameterizedTest
  @CsvSource({"code_challenge", "code_challenge_method"})
  void page_requiresPkceWithS256(String missing) {
    assertThat(fixture.signIn(fixture.alice, authorize(page).removeAllQueryParameters(missing)))
        .containsEntry("error", "invalid_request")
        .extractingByKey("error_description")
        .asString()
        .startsWith("AADSTS9002325: ");
  }

  @Test
  void page_plainChallenge_isRejected() {
    assertThat(
            fixture
                .signIn(
                    fixture.alice,
                    authorize(page).setQueryParameter("code_challenge_method", "plain"))
                .get("error_description"))
        .startsWith("AADSTS9002325: ");
  }

  @Test
  void preflight_isAllowed_andNotRecorded() {
    TokenClient.Result response =
        fixture.http.send(
            TokenClient.request(fixture.tokenPath())
                .method("OPTIONS", null)
                .header("Origin", fixture.origin())
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-client-sku")
                .build());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header(ALLOWED)).isEqualTo(fixture.origin());
    assertThat(response.header("Access-Control-Allow-Methods")).contains("POST");
    assertThat(response.header("Access-Control-Allow-Headers")).isEqualTo("x-client-sku");
    assertThat(fixture.entra.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"query", "fragment", "form_post"})
  void response_hasRequestedMode(String mode) {
    HttpUrl.Builder url =
        authorize(page)
            .setQueryParameter("response_mode", mode)
            .setQueryParameter("state", "a?b#c&d=e f+\"<");

    FakeBrowser.Page last = fixture.alice.visit(url.build().uri());

    assertThat(fixture.signIn(fixture.alice, url))
        .containsKey("code")
        .containsEntry("state", "a?b#c&d=e f+\"<");
    assertThat(last.address().contains("?code=")).isEqualTo(mode.equals("query"));
    assertThat(last.address().contains("#code=")).isEqualTo(mode.equals("fragment"));
    assertThat(last.body().startsWith("code=")).isEqualTo(mode.equals("form_post"));
  }

  @Test
  void unknownResponseMode_isRejected() {
    assertThat(
            fixture
                .signIn(fixture.alice, authorize(page).setQueryParameter("response_mode", "smoke"))
                .get("error_description"))
        .startsWith("AADSTS70007: ");
  }

  @Test
  void token_isVerifiableWithPublishedKeysAndIssuer() throws GeneralSecurityException {
    String token = fixture.redeem(page, code(page)).text("access_token");
    String issuer = "https://login.microsoftonline.com/" + fixture.entra.tenantId() + "/v2.0";
    TokenClient.Result metadata = fromPage(issuer + "/.well-known/openid-configuration");
    TokenClient.Result keys = fromPage(metadata.text("jwks_uri"));

    JsonObject key = keys.json().getAsJsonArray("keys").get(0).getAsJsonObject();
    RSAPublicKeySpec spec = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
    assertThat(Jwts.isSignedBy(token, KeyFactory.getInstance("RSA").generatePublic(spec))).isTrue();
    assertThat(metadata.text("issuer")).isEqualTo(issuer);
    assertThat(TokenClient.claims(token).get("iss").getAsString()).isEqualTo(issuer);
    assertThat(metadata.header(ALLOWED)).isEqualTo("*");
    assertThat(keys.header(ALLOWED)).isEqualTo("*");
  }

  private TokenClient.Result fromPage(String url) {
    return fixture.http.send(
        new Request.Builder().url(url).header("Origin", fixture.origin()).build());
  }

  private static BigInteger number(JsonObject key, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(name).getAsString()));
  }
}
