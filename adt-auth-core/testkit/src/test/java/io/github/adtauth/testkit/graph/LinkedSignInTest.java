package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.FederatedIssuer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that applications registered through Graph can sign in, and the errors of misconfigured
 * ones.
 */
final class LinkedSignInTest {
  private static final String DESKTOP =
      "{\"displayName\":\"Desktop\",\"isFallbackPublicClient\":true,\"publicClient\":"
          + "{\"redirectUris\":[\"http://localhost\"]},\"requiredResourceAccess\":"
          + GraphFixture.REQUIRED
          + "}";

  private final GraphFixture fixture = new GraphFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private JsonObject desktop() {
    JsonObject application = fixture.registerWithPrincipal(DESKTOP);
    fixture.grant(GraphFixture.appId(application), GraphFixture.TWINS, "Read.Write").ok(201);
    return application;
  }

  private GraphFixture.Result deviceCode(JsonObject application) {
    GraphFixture.Result started =
        fixture.login(
            "devicecode",
            "client_id",
            GraphFixture.appId(application),
            "scope",
            GraphFixture.TWINS_SCOPE);
    if (started.status() != 200) {
      return started;
    }
    fixture.entra.approveDeviceCode(
        started.json().get("user_code").getAsString(), fixture.entra.alice());
    return fixture.token(
        "grant_type",
        "urn:ietf:params:oauth:grant-type:device_code",
        "client_id",
        GraphFixture.appId(application),
        "device_code",
        started.json().get("device_code").getAsString());
  }

  private GraphApplication graphApplication(JsonObject application) {
    return fixture.graph.application(GraphFixture.appId(application));
  }

  @Test
  void desktopApplication_signsUserIn() {
    assertThat(deviceCode(desktop()).json().get("scope").getAsString())
        .contains("https://digitaltwins.azure.net/Read.Write");
  }

  @Test
  void disabledPublicClientFlow_rejectsDeviceCode() {
    JsonObject application = desktop();
    graphApplication(application).patch("{\"isFallbackPublicClient\":false}");
    assertThat(deviceCode(application).aadsts()).isEqualTo("invalid_client 7000218");
  }

  @Test
  void unlistedPermission_isRejected() {
    JsonObject application = desktop();
    graphApplication(application).patch("{\"requiredResourceAccess\":[]}").revokeConsent();
    assertThat(deviceCode(application).aadsts()).isEqualTo("invalid_resource 650057");
  }

  @Test
  void blockedUserConsent_requiresAdminConsent() {
    JsonObject application = fixture.registerWithPrincipal(DESKTOP);
    fixture.entra.blockUserConsent(true);
    fixture.graph.allow(fixture.entra.alice());
    assertThat(deviceCode(application).aadsts()).isEqualTo("invalid_grant 65001");

    fixture.graph.allow(fixture.entra.alice(), DirectoryRight.values());
    fixture.grant(GraphFixture.appId(application), GraphFixture.TWINS, "Read.Write").ok(201);
    assertThat(deviceCode(application).status()).isEqualTo(200);
  }

  @Test
  void tenantWithoutDigitalTwins_isRejected() {
    JsonObject application = desktop();
    fixture.graph.removeServicePrincipal(GraphFixture.TWINS);
    assertThat(deviceCode(application).aadsts()).isEqualTo("invalid_resource 500011");

    fixture.principal(GraphFixture.TWINS);
    assertThat(deviceCode(application).status()).isEqualTo(200);
  }

  @Test
  void deletedApplication_isUnknown() {
    JsonObject application = desktop();
    fixture.delete("applications/" + GraphFixture.id(application));
    assertThat(deviceCode(application).aadsts()).isEqualTo("unauthorized_client 700016");
  }

  @Test
  void appToken_requiresServicePrincipal() {
    JsonObject application = fixture.register("{\"displayName\":\"Job\"}");
    String secret = fixture.secret(application);
    assertThat(fixture.clientCredentials(application, secret).aadsts())
        .isEqualTo("unauthorized_client 7000229");

    fixture.principal(GraphFixture.appId(application));
    assertThat(fixture.clientCredentials(application, secret).status()).isEqualTo(200);
  }

  @Test
  void secretValue_authenticatesUntilItExpires() {
    JsonObject application = fixture.registerWithPrincipal("{\"displayName\":\"Job\"}");
    JsonObject added =
        fixture.post("applications/" + GraphFixture.id(application) + "/addPassword", "{}").ok(200);
    String id = added.get("keyId").getAsString();
    String value = added.get("secretText").getAsString();

    assertThat(fixture.clientCredentials(application, id).aadsts())
        .isEqualTo("invalid_client 7000215");
    assertThat(fixture.clientCredentials(application, value).status()).isEqualTo(200);
    fixture.clock.advance(Duration.ofDays(731));
    assertThat(fixture.clientCredentials(application, value).aadsts())
        .isEqualTo("invalid_client 7000222");
  }

  @Test
  void federatedCredential_mustMatchExactly() {
    JsonObject application = fixture.registerWithPrincipal("{\"displayName\":\"Job\"}");
    fixture
        .post(
            "applications/" + GraphFixture.id(application) + "/federatedIdentityCredentials",
            "{\"name\":\"cluster\",\"issuer\":\"https://k8s.example\",\"subject\":\"pod\","
                + "\"audiences\":[\"api://AzureADTokenExchange\"]}")
        .ok(201);
    assertThat(federated(application).status()).isEqualTo(200);

    graphApplication(application).patchFederatedCredential("cluster", "{\"subject\":\"Pod\"}");
    assertThat(federated(application).aadsts()).isEqualTo("invalid_client 700213");
    graphApplication(application)
        .patchFederatedCredential("cluster", "{\"subject\":\"pod\",\"audiences\":[\"x\"]}");
    assertThat(federated(application).aadsts()).isEqualTo("invalid_client 700212");
  }

  private GraphFixture.Result federated(JsonObject application) {
    return fixture.token(
        "grant_type",
        "client_credentials",
        "client_id",
        GraphFixture.appId(application),
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion",
        new FederatedIssuer("https://k8s.example")
            .token("pod", fixture.clock.instant().plusSeconds(600)),
        "scope",
        GraphFixture.TWINS_SCOPE);
  }
}
