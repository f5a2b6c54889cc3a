package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.internal.MockServers;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that redirect URIs, consent and certificates set through Graph take effect at Entra ID. */
final class LinkedBrowserTest {
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-x";

  private final GraphFixture fixture = new GraphFixture();
  private final MockWebServer application = new MockWebServer();
  private String redirectUri = "";

  @BeforeEach
  void start() throws IOException {
    application.start();
    application.enqueue(new MockResponse.Builder().body("back").build());
    redirectUri = "http://localhost:" + application.getPort();
  }

  @AfterEach
  void close() {
    MockServers.close(application);
    fixture.close();
  }

  private JsonObject register(String platforms) {
    JsonObject properties =
        JsonParser.parseString("{\"displayName\":\"Desktop\"," + platforms + "}").getAsJsonObject();
    properties.add("requiredResourceAccess", JsonParser.parseString(GraphFixture.REQUIRED));
    return fixture.registerWithPrincipal(properties.toString());
  }

  private FakeBrowser.Page visit(JsonObject client) {
    HttpUrl url =
        HttpUrl.get("https://login.microsoftonline.com/" + fixture.entra.tenantId())
            .newBuilder()
            .addPathSegments("oauth2/v2.0/authorize")
            .addQueryParameter("client_id", GraphFixture.appId(client))
            .addQueryParameter("response_type", "code")
            .addQueryParameter("redirect_uri", redirectUri)
            .addQueryParameter("scope", GraphFixture.TWINS_SCOPE)
            .addQueryParameter("code_challenge", challenge())
            .addQueryParameter("code_challenge_method", "S256")
            .build();
    return fixture
        .azure
        .browser()
        .withUser(fixture.entra.alice())
        .visit(URI.create(url.toString()));
  }

  private static String challenge() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private GraphFixture.Result redeem(JsonObject client) {
    String code = HttpUrl.get(visit(client).address()).queryParameter("code");
    return fixture.token(
        "grant_type",
        "authorization_code",
        "client_id",
        GraphFixture.appId(client),
        "code",
        Objects.requireNonNull(code),
        "redirect_uri",
        redirectUri,
        "code_verifier",
        VERIFIER,
        "scope",
        GraphFixture.TWINS_SCOPE);
  }

  @Test
  void nativeRedirectUri_isSufficientForSignIn() {
    JsonObject client = register("\"publicClient\":{\"redirectUris\":[\"http://localhost\"]}");
    assertThat(redeem(client).json().get("scope").getAsString()).contains("Read.Write");
    assertThat(
            fixture
                .get(
                    "oauth2PermissionGrants?$filter=principalId eq '"
                        + fixture.entra.alice().oid()
                        + "'")
                .items())
        .isEqualTo(1);
  }

  @Test
  void webRedirectUri_requiresCredential() {
    JsonObject client =
        register(
            "\"isFallbackPublicClient\":true,\"web\":{\"redirectUris\":[\"http://localhost\"]}");
    assertThat(redeem(client).aadsts()).isEqualTo("invalid_client 7000218");
  }

  @Test
  void spaRedirectUri_requiresCrossOriginRequest() {
    JsonObject client = register("\"spa\":{\"redirectUris\":[\"http://localhost\"]}");
    assertThat(redeem(client).aadsts()).isEqualTo("invalid_request 9002327");
  }

  @Test
  void unregisteredRedirectUri_isRejected() {
    JsonObject client = register("\"publicClient\":{\"redirectUris\":[\"https://microsoft.com\"]}");
    assertThat(visit(client).body()).contains("AADSTS50011");
    fixture.graph.application("Desktop").patch("{\"publicClient\":{\"redirectUris\":[]}}");
    assertThat(visit(client).body()).contains("AADSTS500113");
  }

  @Test
  void blockedUserConsent_isReplacedByAdminConsentLink() {
    JsonObject client = register("\"publicClient\":{\"redirectUris\":[\"http://localhost\"]}");
    fixture.entra.blockUserConsent(true);
    fixture.graph.allow(fixture.entra.alice());
    assertThat(visit(client).address()).contains("AADSTS90094");

    URI link =
        URI.create(
            "https://login.microsoftonline.com/"
                + fixture.entra.tenantId()
                + "/adminconsent?client_id="
                + GraphFixture.appId(client));
    FakeBrowser browser = fixture.azure.browser();
    assertThat(browser.withUser(fixture.entra.alice()).visit(link).body()).contains("AADSTS90093");
    fixture.graph.allow(fixture.entra.bob(), DirectoryRight.GRANT_CONSENT);
    assertThat(browser.withUser(fixture.entra.bob()).visit(link).body()).contains("Done");
    application.enqueue(new MockResponse.Builder().body("back").build());
    assertThat(redeem(client).status()).isEqualTo(200);
  }

  @Test
  void missingServicePrincipalOfApi_isReportedAtSignIn() {
    JsonObject client = register("\"publicClient\":{\"redirectUris\":[\"http://localhost\"]}");
    fixture.graph.removeServicePrincipal(GraphFixture.TWINS);
    assertThat(visit(client).address()).contains("AADSTS500011");
  }

  @Test
  void certificate_authenticatesUntilItExpires() throws GeneralSecurityException {
    HeldCertificate certificate = newCertificate();
    JsonObject client = fixture.registerWithPrincipal("{\"displayName\":\"Job\"}");
    upload(client, certificate);
    assertThat(authenticate(certificate, client).status()).isEqualTo(200);
    assertThat(authenticate(newCertificate(), client).aadsts()).isEqualTo("invalid_client 700027");

    JsonObject listed =
        fixture
            .get("applications/" + GraphFixture.id(client))
            .json()
            .getAsJsonArray("keyCredentials")
            .get(0)
            .getAsJsonObject();
    assertThat(listed.get("key").isJsonNull()).isTrue();
    fixture.clock.advance(Duration.ofDays(2));
    assertThat(authenticate(certificate, client).body()).contains("expired on application");
  }

  private static HeldCertificate newCertificate() {
    return new HeldCertificate.Builder().rsa2048().commonName("job").build();
  }

  private void upload(JsonObject client, HeldCertificate certificate)
      throws GeneralSecurityException {
    String key = Base64.getEncoder().encodeToString(certificate.certificate().getEncoded());
    String credential =
        "{\"type\":\"AsymmetricX509Cert\",\"usage\":\"Verify\",\"key\":\"" + key + "\"}";
    assertThat(
            fixture
                .patch(
                    "applications/" + GraphFixture.id(client),
                    "{\"keyCredentials\":[" + credential + "]}")
                .status())
        .isEqualTo(204);
  }

  private GraphFixture.Result authenticate(HeldCertificate certificate, JsonObject client)
      throws GeneralSecurityException {
    String appId = GraphFixture.appId(client);
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", appId);
    claims.addProperty("sub", appId);
    claims.addProperty(
        "aud",
        "https://login.microsoftonline.com/" + fixture.entra.tenantId() + "/oauth2/v2.0/token");
    claims.addProperty("exp", fixture.clock.instant().getEpochSecond() + 600);
    String content = base64("{\"alg\":\"RS256\"}") + "." + base64(claims.toString());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(certificate.keyPair().getPrivate());
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    String signed =
        content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    return fixture.token(
        "grant_type",
        "client_credentials",
        "client_id",
        appId,
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion",
        signed,
        "scope",
        GraphFixture.TWINS_SCOPE);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
