package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
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

/** A page redeems its own codes, across origins; nobody else may, and it may not otherwise. */
final class SinglePageTest {
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  private final SignInFixture world = new SignInFixture();
  private final Registration api = world.api();
  private final Registration page = world.entra.register(world.page(api).build());
  private final Registration desktop = world.entra.register(world.desktop(api).build());

  @AfterEach
  void close() {
    world.close();
  }

  private HttpUrl.Builder authorize(Registration client) {
    return world.authorize(client, SignInFixture.defaultOf(api));
  }

  private Map<String, String> code(Registration client) {
    return world.signIn(world.alice, authorize(client));
  }

  @Test
  void thePageRedeemsItsCodeAcrossOrigins() {
    TokenClient.Result response = world.redeem(page, code(page), world.origin());

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.header(ALLOWED)).isEqualTo(world.origin());
    assertThat(response.header("Vary")).isEqualTo("Origin");
    assertThat(response.accessToken().get("scp").getAsString()).isEqualTo("access_as_user");
    assertThat(response.accessToken().get("aud").getAsString()).isEqualTo(api.clientId());
    assertThat(response.accessToken().get("azpacr").getAsString()).isEqualTo("0");
  }

  @Test
  void itsCodeIsRefusedFromAServer() {
    TokenClient.Result response = world.redeem(page, code(page), null);

    assertThat(response.refusal()).isEqualTo("400 invalid_request 9002327");
    assertThat(response.header(ALLOWED)).isEqualTo("null");
  }

  @Test
  void itsCodeIsRefusedFromAServerThatKnowsASecret() {
    Registration both = world.entra.register(page.toBuilder().secret("page~secret").build());

    assertThat(world.redeem(both, code(both), null, "client_secret", "page~secret").refusal())
        .isEqualTo("400 invalid_request 9002327");
    assertThat(
            world
                .redeem(both, code(both), world.origin(), "client_secret", "page~secret")
                .refusal())
        .isEqualTo("401 invalid_client 700025");
  }

  @Test
  void anotherApplicationsCodeIsRefusedFromAPageThatMayNotEvenReadWhy() {
    TokenClient.Result response = world.redeem(desktop, code(desktop), world.origin());

    assertThat(response.refusal()).isEqualTo("400 invalid_request 9002326");
    assertThat(response.text("error_description")).contains("'" + world.origin() + "'");
    assertThat(response.header(ALLOWED)).isEqualTo("null");
    assertThat(world.redeem(desktop, code(desktop), null).status()).isEqualTo(200);
  }

  @Test
  void anApplicationOfBothPlatformsRedeemsEachAsItsRedirectUriSays() {
    Registration both =
        world.entra.register(
            page.toBuilder().publicClient(true).redirectUri("http://localhost/back").build());
    HttpUrl.Builder native_ =
        authorize(both).setQueryParameter("redirect_uri", world.address("/back"));

    Map<String, String> code = world.signIn(world.alice, native_);

    assertThat(
            world
                .redeem(both, code, world.origin(), "redirect_uri", world.address("/back"))
                .refusal())
        .isEqualTo("400 invalid_request 9002326");
    assertThat(world.redeem(both, code, null, "redirect_uri", world.address("/back")).status())
        .isEqualTo(200);
    assertThat(world.redeem(both, code(both), world.origin()).status()).isEqualTo(200);
  }

  @Test
  void aPageMayReadWhyItsCodeIsRefused() {
    TokenClient.Result response =
        world.redeem(page, code(page), world.origin(), "code_verifier", "wrong");

    assertThat(response.refusal()).isEqualTo("400 invalid_grant 501481");
    assertThat(response.header(ALLOWED)).isEqualTo(world.origin());
  }

  @Test
  void otherGrantsAreNotForPages() {
    TokenClient.Result response =
        world.tokens(
            world.origin(),
            "grant_type",
            "client_credentials",
            "client_id",
            page.clientId(),
            "scope",
            TokenClient.TWINS);

    assertThat(response.refusal()).isEqualTo("400 invalid_request 9002326");
    assertThat(response.header(ALLOWED)).isEqualTo("null");
  }

  @Test
  void refreshTokensFollowTheSameRule() {
    String ofPage = world.redeem(page, code(page)).text("refresh_token");
    String ofDesktop = world.redeem(desktop, code(desktop)).text("refresh_token");

    assertThat(world.refresh(page, ofPage, null).refusal())
        .isEqualTo("400 invalid_request 9002327");
    assertThat(world.refresh(desktop, ofDesktop, world.origin()).refusal())
        .isEqualTo("400 invalid_request 9002326");
    TokenClient.Result renewed = world.refresh(page, ofPage, world.origin());
    assertThat(renewed.status()).isEqualTo(200);
    assertThat(renewed.header(ALLOWED)).isEqualTo(world.origin());
    assertThat(world.refresh(page, renewed.text("refresh_token"), null).refusal())
        .isEqualTo("400 invalid_request 9002327");
  }

  @Test
  void aPagesRefreshTokensEndADayAfterTheSignInHoweverOftenRenewed() {
    String first = world.redeem(page, code(page)).text("refresh_token");
    world.clock.advance(Duration.ofHours(23));
    String second = world.refresh(page, first, world.origin()).text("refresh_token");
    world.clock.advance(Duration.ofHours(1));

    TokenClient.Result response = world.refresh(page, second, world.origin());

    assertThat(response.refusal()).isEqualTo("400 invalid_grant 700084");
    assertThat(response.header(ALLOWED)).isEqualTo(world.origin());
  }

  @ParameterizedTest
  @CsvSource({"code_challenge", "code_challenge_method"})
  void aPageNeedsAChallengeByHash(String missing) {
    assertThat(world.signIn(world.alice, authorize(page).removeAllQueryParameters(missing)))
        .containsEntry("error", "invalid_request")
        .extractingByKey("error_description")
        .asString()
        .startsWith("AADSTS9002325: ");
  }

  @Test
  void aPlainChallengeIsNone() {
    assertThat(
            world
                .signIn(
                    world.alice,
                    authorize(page).setQueryParameter("code_challenge_method", "plain"))
                .get("error_description"))
        .startsWith("AADSTS9002325: ");
  }

  @Test
  void aPreflightIsGrantedAndCountsForNoCall() {
    TokenClient.Result response =
        world.http.send(
            TokenClient.request(world.tokenPath())
                .method("OPTIONS", null)
                .header("Origin", world.origin())
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-client-sku")
                .build());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header(ALLOWED)).isEqualTo(world.origin());
    assertThat(response.header("Access-Control-Allow-Methods")).contains("POST");
    assertThat(response.header("Access-Control-Allow-Headers")).isEqualTo("x-client-sku");
    assertThat(world.entra.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"query", "fragment", "form_post"})
  void theAnswerComesInTheModeAskedFor(String mode) {
    HttpUrl.Builder url =
        authorize(page)
            .setQueryParameter("response_mode", mode)
            .setQueryParameter("state", "a?b#c&d=e f+\"<");

    FakeBrowser.Page last = world.alice.visit(url.build().uri());

    assertThat(world.signIn(world.alice, url))
        .containsKey("code")
        .containsEntry("state", "a?b#c&d=e f+\"<");
    assertThat(last.address().contains("?code=")).isEqualTo(mode.equals("query"));
    assertThat(last.address().contains("#code=")).isEqualTo(mode.equals("fragment"));
    assertThat(last.body().startsWith("code=")).isEqualTo(mode.equals("form_post"));
  }

  @Test
  void anUnknownResponseModeIsRefused() {
    assertThat(
            world
                .signIn(world.alice, authorize(page).setQueryParameter("response_mode", "smoke"))
                .get("error_description"))
        .startsWith("AADSTS70007: ");
  }

  @Test
  void tokensAreVerifiedByThePublishedKeysAndIssuer() throws GeneralSecurityException {
    String token = world.redeem(page, code(page)).text("access_token");
    String issuer = "https://login.microsoftonline.com/" + world.entra.tenantId() + "/v2.0";
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
    return world.http.send(new Request.Builder().url(url).header("Origin", world.origin()).build());
  }

  private static BigInteger number(JsonObject key, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(name).getAsString()));
  }
}
