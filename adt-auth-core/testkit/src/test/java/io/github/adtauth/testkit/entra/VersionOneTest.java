package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the version 1 endpoints, regional hosts and the user realm. */
class VersionOneTest {
  private static final String HOST = "https://login.microsoftonline.com/";

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.entra;
  private final String tenant = entra.tenantId();
  private final Registration web =
      entra.register(
          Registration.builder("55555555-5555-5555-5555-555555555555", "Old web application")
              .secret("old~secret")
              .redirectUri(fixture.address("/back"))
              .permission(Resource.TWINS_URI + "/Read.Write")
              .build());

  @AfterEach
  void close() {
    fixture.close();
  }

  private TokenClient.Result token(String... form) {
    return fixture.http.post("/" + tenant + "/oauth2/token", form);
  }

  private TokenClient.Result daemon(String... more) {
    return token(
        TokenClient.with(
            more,
            "grant_type",
            "client_credentials",
            "client_id",
            entra.daemon().clientId(),
            "client_secret",
            entra.daemon().secret(),
            "resource",
            Resource.TWINS_URI));
  }

  @Test
  void clientCredentials_areForTheResource() {
    TokenClient.Result result = daemon();

    JsonObject token = result.accessToken();
    assertThat(token.get("aud").getAsString()).isEqualTo(Resource.TWINS_URI);
    assertThat(result.text("resource")).isEqualTo(Resource.TWINS_URI);
    // All numbers are strings in version 1.
    assertThat(result.json().get("expires_in").toString()).isEqualTo("\"3599\"");
    assertThat(result.text("expires_on")).isEqualTo(token.get("exp").getAsString());
    assertThat(result.text("not_before")).isEqualTo(token.get("nbf").getAsString());
    assertThat(result.json().has("scope")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://digitaltwins.azure.net/", "0b07f429-9f4b-4714-9392-cc5e8e80c8b0"})
  void otherNamesOfTheResource_areTheAudience(String resource) {
    assertThat(daemon("resource", resource).accessToken().get("aud").getAsString())
        .isEqualTo(resource);
  }

  @Test
  void missingResource_isRejected() {
    assertThat(daemon("resource", "").error()).isEqualTo("400 invalid_request 900144");
  }

  @Test
  void unknownResource_isRejected() {
    assertThat(daemon("resource", "https://unknown.example").error())
        .isEqualTo("400 invalid_resource 500011");
  }

  @Test
  void onBehalfOf_isForTheResource() {
    TokenClient.Result result =
        token(
            "grant_type",
            TokenEndpoint.JWT_BEARER,
            "requested_token_use",
            "on_behalf_of",
            "client_id",
            entra.webApi().clientId(),
            "client_secret",
            entra.webApi().secret(),
            "assertion",
            entra.tokenFor(entra.alice(), entra.webApi().scope()),
            "resource",
            Resource.TWINS_URI,
            "scope",
            "openid");

    assertThat(result.text("scope")).isEqualTo("Read.Write");
    assertThat(result.accessToken().get("oid").getAsString()).isEqualTo(entra.alice().oid());
    assertThat(result.text("refresh_token")).isNotEmpty();
  }

  @Test
  void codeAndRefreshToken_areRedeemed() {
    HttpUrl.Builder authorize =
        HttpUrl.get(HOST + tenant + "/oauth2/authorize")
            .newBuilder()
            .addQueryParameter("client_id", web.clientId())
            .addQueryParameter("response_type", "code")
            .addQueryParameter("redirect_uri", fixture.address("/back"))
            .addQueryParameter("resource", Resource.TWINS_URI)
            .addQueryParameter("state", "s-1");
    Map<String, String> response = fixture.signIn(fixture.alice, authorize);
    assertThat(response).containsEntry("state", "s-1");

    TokenClient.Result first =
        token(
            "grant_type",
            "authorization_code",
            "client_id",
            web.clientId(),
            "client_secret",
            web.secret(),
            "redirect_uri",
            fixture.address("/back"),
            "code",
            response.getOrDefault("code", "none: " + response));
    TokenClient.Result second =
        token(
            "grant_type",
            "refresh_token",
            "client_id",
            web.clientId(),
            "client_secret",
            web.secret(),
            "refresh_token",
            first.text("refresh_token"),
            "resource",
            Resource.TWINS_URI);

    for (TokenClient.Result result : new TokenClient.Result[] {first, second}) {
      assertThat(result.text("resource")).isEqualTo(Resource.TWINS_URI);
      assertThat(result.text("scope")).isEqualTo("Read.Write");
      JsonObject idToken = TokenClient.claims(result.text("id_token"));
      assertThat(idToken.get("ver").getAsString()).isEqualTo("1.0");
      assertThat(idToken.get("iss").getAsString())
          .isEqualTo("https://sts.windows.net/" + tenant + "/");
      assertThat(idToken.get("upn").getAsString()).isEqualTo(entra.alice().upn());
    }
  }

  @Test
  void deviceCode_isForTheResource() {
    TokenClient.Result start =
        fixture.http.post(
            "/" + tenant + "/oauth2/devicecode",
            "client_id",
            entra.nativeApp().clientId(),
            "resource",
            Resource.TWINS_URI);
    entra.approveDeviceCode(start.text("user_code"), entra.alice());

    TokenClient.Result result =
        token(
            "grant_type",
            "device_code",
            "client_id",
            entra.nativeApp().clientId(),
            "resource",
            Resource.TWINS_URI,
            "code",
            start.text("device_code"));

    assertThat(start.text("verification_url")).isEqualTo(start.text("verification_uri"));
    assertThat(result.text("scope")).isEqualTo("Read.Write");
  }

  @Test
  void metadata_namesTheVersionOneEndpoints() {
    JsonObject metadata =
        fixture.http.get(HOST + tenant + "/.well-known/openid-configuration").json();

    assertThat(metadata.get("issuer").getAsString())
        .isEqualTo("https://sts.windows.net/" + tenant + "/");
    assertThat(metadata.get("token_endpoint").getAsString())
        .isEqualTo(HOST + tenant + "/oauth2/token");
    assertThat(fixture.http.get(metadata.get("jwks_uri").getAsString()).body())
        .isEqualTo(entra.jwks());
  }

  // Regional hosts

  @ParameterizedTest
  @CsvSource({
    "westeurope.login.microsoft.com, /oauth2/v2.0/token",
    "eastus.login.microsoft.com, /oauth2/v2.0/token/"
  })
  void regionalHost_issuesTokensOfTheGlobalIssuer(String host, String path) {
    Registration api = entra.webApi();
    TokenClient.Result result =
        fixture.http.send(
            TokenClient.request(
                    "/" + tenant + "/oauth2/v2.0/token",
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    entra.daemon().clientId(),
                    "client_secret",
                    entra.daemon().secret(),
                    "scope",
                    api.appIdUri() + "/.default")
                .url("https://" + host + "/" + tenant + path)
                .build());

    assertThat(result.accessToken().get("iss").getAsString()).isEqualTo(entra.issuer(api));
  }

  // User realm

  @Test
  void userRealm_ofKnownDomainIsManaged() {
    JsonObject realm =
        fixture
            .http
            .get(HOST + "common/userrealm/" + entra.alice().upn() + "?api-version=1.0")
            .json();

    assertThat(realm.get("ver").getAsString()).isEqualTo("1.0");
    assertThat(realm.get("account_type").getAsString()).isEqualTo("Managed");
    assertThat(realm.get("domain_name").getAsString()).isEqualTo("contoso.onmicrosoft.com");
    assertThat(realm.get("cloud_instance_name").getAsString()).isEqualTo("microsoftonline.com");
    assertThat(realm.get("cloud_audience_urn").getAsString())
        .isEqualTo("urn:federation:MicrosoftOnline");
  }

  @Test
  void userRealm_ofOtherDomainIsUnknown() {
    JsonObject realm =
        fixture.http.get(HOST + "common/userrealm/eve%40evil.example?api-version=1.0").json();

    assertThat(realm.get("account_type").getAsString()).isEqualTo("Unknown");
  }

  @Test
  void getUserRealm_isThatOfTheSignInPage() {
    JsonObject realm =
        fixture.http.get(HOST + "GetUserRealm.srf?login=" + entra.alice().upn()).json();

    assertThat(realm.get("NameSpaceType").getAsString()).isEqualTo("Managed");
    assertThat(realm.get("Login").getAsString()).isEqualTo(entra.alice().upn());
    assertThat(realm.get("DomainName").getAsString()).isEqualTo("contoso.onmicrosoft.com");
    JsonObject other = fixture.http.get(HOST + "GetUserRealm.srf?login=eve@evil.example").json();
    assertThat(other.get("NameSpaceType").getAsString()).isEqualTo("Unknown");
  }
}
