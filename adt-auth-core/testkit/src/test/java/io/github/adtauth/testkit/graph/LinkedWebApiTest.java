package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.Registration;
import io.github.adtauth.testkit.TokenDefect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A web API registered through Graph, and what its registration lets happen at Entra. */
final class LinkedWebApiTest {
  private static final String SCOPE_ID = "6b1f7a3e-0c55-4c7e-8f7b-2f6f0f4a9f11";

  private final GraphFixture world = new GraphFixture();
  private JsonObject application = new JsonObject();
  private String appId = "";
  private String secret = "";

  @BeforeEach
  void register() {
    application = world.registerWithPrincipal("{\"displayName\":\"Rooms API\"}");
    appId = GraphFixture.appId(application);
    secret = world.secret(application);
    String api =
        """
        {"identifierUris": ["api://APP"], "requiredResourceAccess": REQUIRED,
         "api": {"requestedAccessTokenVersion": 2, "oauth2PermissionScopes": [
           {"id": "SCOPE", "value": "access_as_user", "type": "User", "isEnabled": true,
            "adminConsentDisplayName": "Access", "adminConsentDescription": "Access"}]}}
        """;
    String path = "applications/" + GraphFixture.id(application);
    assertThat(
            world
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
    world.close();
  }

  private Registration api() {
    return world.graph.registration(appId);
  }

  private GraphFixture.Result onBehalfOf(String assertion) {
    return world.token(
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

  private String assertion(TokenDefect... forgeries) {
    return world.entra.assertionFor(world.entra.alice(), api(), forgeries);
  }

  /** A desktop application that lists nothing and asks for the API's scope by device code. */
  private GraphFixture.Result callerAsksFor(JsonObject caller, String scope) {
    GraphFixture.Result started =
        world.login("devicecode", "client_id", GraphFixture.appId(caller), "scope", scope);
    if (started.status() != 200) {
      return started;
    }
    world.entra.approveDeviceCode(
        started.json().get("user_code").getAsString(), world.entra.alice());
    return world.token(
        "grant_type",
        "urn:ietf:params:oauth:grant-type:device_code",
        "client_id",
        GraphFixture.appId(caller),
        "device_code",
        started.json().get("device_code").getAsString());
  }

  @Test
  void itCallsDigitalTwinsForItsUsersOnceConsentIsGiven() {
    assertThat(onBehalfOf(assertion()).aadsts()).isEqualTo("invalid_grant 65001");
    world.grant(appId, GraphFixture.TWINS, "Read.Write").ok(201);
    assertThat(onBehalfOf(assertion()).status()).isEqualTo(200);
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    assertThat(onBehalfOf(assertion(TokenDefect.OTHER_AUDIENCE)).aadsts())
        .isEqualTo("invalid_grant 500131");
  }

  @Test
  void itsTokensHaveTheVersionItAsksFor() {
    assertThat(api().tokenVersion()).isEqualTo(2);
    world.graph.application(appId).patch("{\"api\":{\"requestedAccessTokenVersion\":null}}");
    assertThat(api().tokenVersion()).isEqualTo(1);
  }

  @Test
  void aPreAuthorizedClientNeedsNobodysConsent() {
    JsonObject caller =
        world.registerWithPrincipal("{\"displayName\":\"Caller\",\"isFallbackPublicClient\":true}");
    String all = "api://" + appId + "/.default";
    assertThat(callerAsksFor(caller, all).aadsts()).isEqualTo("invalid_resource 650057");

    String client =
        "{\"appId\":\"%s\",\"delegatedPermissionIds\":[\"%s\"]}"
            .formatted(GraphFixture.appId(caller), SCOPE_ID);
    world.patch(
        "applications/" + GraphFixture.id(application),
        "{\"api\":{\"preAuthorizedApplications\":[" + client + "]}}");
    assertThat(callerAsksFor(caller, all).json().get("scope").getAsString())
        .contains("access_as_user");
  }

  @Test
  void withoutItsServicePrincipalTheApiIsNotFound() {
    JsonObject caller =
        world.registerWithPrincipal("{\"displayName\":\"Caller\",\"isFallbackPublicClient\":true}");
    String scope = "api://" + appId + "/access_as_user";
    assertThat(callerAsksFor(caller, scope).status()).isEqualTo(200);
    world.graph.removeServicePrincipal(appId);
    assertThat(callerAsksFor(caller, scope).aadsts()).isEqualTo("invalid_resource 500011");
  }

  @Test
  void whatEntraIsToldByATestGraphShowsAndTheOtherWayRound() {
    world.entra.register(api().toBuilder().knownClient(world.entra.nativeApp().clientId()).build());
    JsonObject result = world.get("applications/" + GraphFixture.id(application)).json();
    assertThat(result.getAsJsonObject("api").getAsJsonArray("knownClientApplications").get(0))
        .hasToString("\"" + world.entra.nativeApp().clientId() + "\"");
    assertThat(
            result
                .getAsJsonObject("api")
                .getAsJsonArray("oauth2PermissionScopes")
                .get(0)
                .toString())
        .contains(SCOPE_ID);

    world.graph.application(appId).patch("{\"displayName\":\"Other\"}");
    assertThat(api().displayName()).isEqualTo("Other");
    assertThat(api().knownClients()).containsExactly(world.entra.nativeApp().clientId());
  }
}
