package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.MutableClock;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.internal.Jwts;
import io.github.adtauth.testkit.internal.MockServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the authorization code flow, from the sign-in page to the refresh token. */
final class SignInTest {
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-x";
  private static final String SCOPE = "openid offline_access " + TokenClient.TWINS;

  private final MutableClock clock = MutableClock.startingNow();
  private final LocalAzure azure = LocalAzure.builder().clock(clock).start();
  private final FakeEntra entra = azure.entra();
  private final TokenClient client = new TokenClient(azure);
  private final MockWebServer application = new MockWebServer();

  @BeforeEach
  void listen() throws IOException {
    application.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void close() {
    MockServers.close(application);
    azure.close();
  }

  private String redirectUri() {
    return "http://localhost:" + application.getPort();
  }

  private HttpUrl.Builder authorize() {
    return HttpUrl.get(
            "https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/authorize")
        .newBuilder()
        .addQueryParameter("client_id", entra.nativeApp().clientId())
        .addQueryParameter("response_type", "code")
        .addQueryParameter("redirect_uri", redirectUri())
        .addQueryParameter("scope", SCOPE)
        .addQueryParameter("state", "a<b&\"c\"")
        .addQueryParameter("nonce", "n-1")
        .addQueryParameter("response_mode", "form_post")
        .addQueryParameter("code_challenge", Jwts.sha256(VERIFIER))
        .addQueryParameter("code_challenge_method", "S256");
  }

  /** Signs in with a browser and returns the parameters that the application receives. */
  private Map<String, String> callback(FakeBrowser browser, HttpUrl.Builder url)
      throws InterruptedException {
    application.enqueue(new MockResponse.Builder().body("thank you").build());
    FakeBrowser.Page page = browser.visit(URI.create(url.toString()));
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    LoggedRequest request = LoggedRequest.from(application.takeRequest());
    return request.method().equals("POST") ? Forms.read(request) : Forms.parse(request.query());
  }

  private TokenClient.Result redeem(String code, String... more) {
    String verifier = more.length == 0 ? VERIFIER : more[0];
    return client.token(
        "grant_type",
        "authorization_code",
        "client_id",
        entra.nativeApp().clientId(),
        "code",
        code,
        "redirect_uri",
        redirectUri(),
        "code_verifier",
        verifier,
        "scope",
        SCOPE);
  }

  private TokenClient.Result refresh(String token, String... claims) {
    return client.token(
        "grant_type",
        "refresh_token",
        "client_id",
        entra.nativeApp().clientId(),
        "refresh_token",
        token,
        "scope",
        TokenClient.TWINS,
        "claims",
        claims.length == 0 ? "" : claims[0]);
  }

  private String code() throws InterruptedException {
    return callback(azure.browser().withUser(entra.alice()), authorize()).getOrDefault("code", "");
  }

  @Test
  void code_isExchangedForTokens() throws InterruptedException {
    Map<String, String> form = callback(azure.browser().withUser(entra.alice()), authorize());

    assertThat(form).containsEntry("state", "a<b&\"c\"").containsKey("code");
    TokenClient.Result response = redeem(form.getOrDefault("code", ""));
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.accessToken().get("oid").getAsString()).isEqualTo(entra.alice().oid());
    JsonObject id = TokenClient.claims(response.text("id_token"));
    assertThat(id.get("nonce").getAsString()).isEqualTo("n-1");
  }

  @Test
  void formPost_hasNullOrigin() throws InterruptedException {
    application.enqueue(Faults.status(200));
    azure.browser().withUser(entra.alice()).visit(URI.create(authorize().toString()));

    assertThat(application.takeRequest().getHeaders().get("Origin")).isEqualTo("null");
  }

  @Test
  void queryMode_redirects() throws InterruptedException {
    Map<String, String> query =
        callback(
            azure.browser().withUser(entra.bob()),
            authorize().setQueryParameter("response_mode", "query"));

    assertThat(query).containsKeys("code", "state");
  }

  @Test
  void decline_returnsError() throws InterruptedException {
    Map<String, String> form = callback(azure.browser().declining(), authorize());

    assertThat(form).containsEntry("error", "access_denied").containsKey("state");
    assertThat(form.get("error_description")).startsWith("AADSTS65004: ");
  }

  @Test
  void browser_canForgeState() throws InterruptedException {
    FakeBrowser browser = azure.browser().withUser(entra.alice()).withForgedState("forged");

    assertThat(callback(browser, authorize())).containsEntry("state", "forged");
  }

  @Test
  void browser_canSendStrayRequestsFirst() throws InterruptedException {
    application.enqueue(new MockResponse.Builder().code(404).build());
    application.enqueue(new MockResponse.Builder().code(404).build());
    application.enqueue(Faults.status(200));
    azure.browser().withUser(entra.alice()).withStrayRequests().visit(URI.create(authorize() + ""));

    assertThat(application.takeRequest().getTarget()).isEqualTo("/favicon.ico");
    assertThat(application.takeRequest().getMethod()).isEqualTo("GET");
    assertThat(application.takeRequest().getMethod()).isEqualTo("POST");
  }

  @Test
  void redirectUri_mustMatch_exceptPortOfLocalhost() {
    FakeBrowser browser = azure.browser().withUser(entra.alice());
    for (String uri : new String[] {redirectUri() + "/other", "https://evil.example"}) {
      HttpUrl url = authorize().setQueryParameter("redirect_uri", uri).build();
      FakeBrowser.Page page = browser.visit(url.uri());
      assertThat(page.status()).isEqualTo(400);
      assertThat(page.body()).contains("AADSTS50011");
    }
    assertThat(application.getRequestCount()).isZero();
  }

  @Test
  void errorPage_isEscaped() {
    entra.register(
        entra.nativeApp().toBuilder().redirectUri("https://web.example/<script>").build());
    String url = authorize().setQueryParameter("client_id", "<script>").toString();

    assertThat(client.get(url).body()).contains("&lt;script&gt;").doesNotContain("<script>");
  }

  @Test
  void wrongVerifier_isRejected() throws InterruptedException {
    assertThat(redeem(code(), "wrong").error()).isEqualTo("400 invalid_grant 501481");
  }

  @Test
  void redeemedCode_isRejected() throws InterruptedException {
    String code = code();
    assertThat(redeem(code).status()).isEqualTo(200);
    assertThat(redeem(code).error()).isEqualTo("400 invalid_grant 54005");
  }

  @Test
  void code_expires() throws InterruptedException {
    String code = code();
    clock.advance(Duration.ofMinutes(10));
    assertThat(redeem(code).error()).isEqualTo("400 invalid_grant 70008");
  }

  @Test
  void refreshToken_returnsNewTokens() throws InterruptedException {
    TokenClient.Result response = refresh(redeem(code()).text("refresh_token"));

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.text("refresh_token")).isNotEmpty();
    assertThat(response.accessToken().get("oid").getAsString()).isEqualTo(entra.alice().oid());
  }

  @Test
  void refreshToken_expires_andCanBeRevoked() throws InterruptedException {
    String token = redeem(code()).text("refresh_token");
    entra.revokeSessions(entra.alice());
    TokenClient.Result revoked = refresh(token);
    assertThat(revoked.error()).isEqualTo("400 invalid_grant 50173");

    String next = redeem(code()).text("refresh_token");
    clock.advance(Duration.ofDays(90));
    assertThat(refresh(next).error()).isEqualTo("400 invalid_grant 700082");
    assertThat(refresh("nonsense").error()).isEqualTo("400 invalid_grant 9002313");
  }

  @Test
  void refresh_mustSatisfyRequiredClaims() throws InterruptedException {
    String claims = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";
    String token = redeem(code()).text("refresh_token");
    entra.requireClaims(entra.alice(), claims);

    assertThat(refresh(token).text("claims")).isEqualTo(claims);
    assertThat(refresh(token, claims).status()).isEqualTo(200);
    HttpUrl.Builder again = authorize().addQueryParameter("claims", claims);
    String code = callback(azure.browser().withUser(entra.alice()), again).getOrDefault("code", "");
    assertThat(refresh(redeem(code).text("refresh_token")).status()).isEqualTo(200);
  }
}
