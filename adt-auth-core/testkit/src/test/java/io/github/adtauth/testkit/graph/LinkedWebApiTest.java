package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.TokenDefect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the registration of a web API through Graph takes effect at Entra ID. */
final class LinkedWebApiTest {
  private static final String SCOPE_ID = "6b1f7a3e-0c55-4c7e-8f7b-2f6f0f4a9f11";

  private final GraphFixture fixture = new GraphFixture();
  private JsonObject application = new JsonObject();
  private String appId = "";
  private String secret = "";

  @BeforeEach
  void register() {
    application = fixture.registerWithPrincipal("{\"displayName\":\"Rooms API\"}");
    appId = GraphFixture.appId(application);
    secret = fixture.secret(application);
    String api =
        """
        {"identifierUris": ["api://APP"], "requiredResourceAccess": REQUIRED,
         "api": {"requestedAccessTokenVersion": 2, "oauth2PermissionScopes": [
           {"id": "SCOPE", "value": "access_as_user", "type": "User", "isEnabled": true,
            "adminConsentDisplayName": "Access", "adminConsentDescription": "Access"}]}}
        """;
    String path = "applications/" + GraphFixture.id(application);
    assertThat(
            fixture
                .patch(
                    path,
                    api.replace("APP", appId)
                        .replace("REQUIRED", GraphFixture.REQUIRED)
                        .replace("SCOPE", SCOPE_ID))
                .status())
        .isEqualTo(204);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Registration api() {
    return fixture.graph.registration(appId);
  }

  private GraphFixture.Result onBehalfOf(String assertion) {
    return fixture.token(
        "grant_type",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "requested_token_use",
        "on_behalf_of",
        "client_id",
        appId,
        "client_secret",
        secret,
        "assertion",
        assertion,
        "scope",
        GraphFixture.TWINS_SCOPE);
  }

  private String assertion(TokenDefect... defects) {
    return fixture.entra.assertionFor(fixture.entra.alice(), api(), defects);
  }

  /** Requests a scope by device code for a desktop application without listed permissions. */
  private GraphFixture.Result requestToken(JsonObject caller, String scope) {
    GraphFixture.Result started =
        fixture.login("devicecode", "client_id", GraphFixture.appId(caller), "scope", scope);
    if (started.status() != 200) {
      return started;
    }
    fixture.entra.approveDeviceCode(
        started.json().get("user_code").getAsString(), fixture.entra.alice());
    return fixture.token(
        "grant_type",
        "urn:ietf:params:oauth:grant-type:device_code",
        "client_id",
        GraphFixture.appId(caller),
        "device_code",
        started.json().get("device_code").getAsString());
  }

  @Test
  void webApi_callsDigitalTwins_afterConsent() {
    assertThat(onBehalfOf(assertion()).aadsts()).isEqualTo("invalid_grant 65001");
    fixture.grant(appId, GraphFixture.TWINS, "Read.Write").ok(201);
    assertThat(onBehalfOf(assertion()).status()).isEqualTo(200);
  }

  @Test
  void tokenForOtherAudience_isRejected() {
    assertThat(onBehalfOf(assertion(TokenDefect.OTHER_AUDIENCE)).aadsts())
        .isEqualTo("invalid_grant 500131");
  }

  @Test
  void token_hasRequestedVersion() {
    assertThat(api().tokenVersion()).isEqualTo(2);
    fixture.graph.application(appId).patch("{\"api\":{\"requestedAccessTokenVersion\":null}}");
    assertThat(api().tokenVersion()).isEqualTo(1);
  }

  @Test
  void preAuthorizedClient_needsNoConsent() {
    JsonObject caller =
        fixture.registerWithPrincipal(
            "{\"displayName\":\"Caller\",\"isFallbackPublicClient\":true}");
    String all = "api://" + appId + "/.default";
    assertThat(requestToken(caller, all).aadsts()).isEqualTo("invalid_resource 650057");

    String client =
        "{\"appId\":\"%s\",\"delegatedPermissionIds\":[\"%s\"]}"
            .formatted(GraphFixture.appId(caller), SCOPE_ID);
    fixture.patch(
        "applications/" + GraphFixture.id(application),
        "{\"api\":{\"preAuthorizedApplications\":[" + client + "]}}");
    assertThat(requestToken(caller, all).json().get("scope").getAsString())
        .contains("access_as_user");
  }

  @Test
  void apiWithoutServicePrincipal_isNotFound() {
    JsonObject caller =
        fixture.registerWithPrincipal(
            "{\"displayName\":\"Caller\",\"isFallbackPublicClient\":true}");
    String scope = "api://" + appId + "/access_as_user";
    assertThat(requestToken(caller, scope).status()).isEqualTo(200);
    fixture.graph.removeServicePrincipal(appId);
    assertThat(requestToken(caller, scope).aadsts()).isEqualTo("invalid_resource 500011");
  }

  @Test
  void changes_areSynchronizedBothWays() {
    fixture.entra.register(
        api().toBuilder().knownClient(fixture.entra.nativeApp().clientId()).build());
    JsonObject result = fixture.get("applications/" + GraphFixture.id(application)).json();
    assertThat(result.getAsJsonObject("api").getAsJsonArray("knownClientApplications").get(0))
        .hasToString("\"" + fixture.entra.nativeApp().clientId() + "\"");
    assertThat(
            result
                .getAsJsonObject("api")
                .getAsJsonArray("oauth2PermissionScopes")
                .get(0)
                .toString())
        .contains(SCOPE_ID);

    fixture.graph.application(appId).patch("{\"displayName\":\"Other\"}");
    assertThat(api().displayName()).isEqualTo("Other");
    assertThat(api().knownClients()).containsExactly(fixture.entra.nativeApp().clientId());
  }
}
