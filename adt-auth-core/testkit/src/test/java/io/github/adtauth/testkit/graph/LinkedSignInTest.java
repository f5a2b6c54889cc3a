package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.FederatedIssuer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is registered through Graph signs in at Entra, and what is wrong is named by it. */
final class LinkedSignInTest {
  private static final String DESKTOP =
      "{\"displayName\":\"Desktop\",\"isFallbackPublicClient\":true,\"publicClient\":"
          + "{\"redirectUris\":[\"http://localhost\"]},\"requiredResourceAccess\":"
          + GraphFixture.REQUIRED
          + "}";

  private final GraphFixture world = new GraphFixture();

  @AfterEach
  void close() {
    world.close();
  }

  private JsonObject desktop() {
    JsonObject application = world.registerWithPrincipal(DESKTOP);
    world.grant(GraphFixture.appId(application), GraphFixture.TWINS, "Read.Write").ok(201);
    return application;
  }

  private GraphFixture.Result deviceCode(JsonObject application) {
    GraphFixture.Result started =
        world.login(
            "devicecode",
            "client_id",
            GraphFixture.appId(application),
            "scope",
            GraphFixture.TWINS_SCOPE);
    if (started.status() != 200) {
      return started;
    }
    world.entra.approveDeviceCode(
        started.json().get("user_code").getAsString(), world.entra.alice());
    return world.token(
        "grant_type",
        "urn:ietf:params:oauth:grant-type:device_code",
        "client_id",
        GraphFixture.appId(application),
        "device_code",
        started.json().get("device_code").getAsString());
  }

  private GraphApplication spoil(JsonObject application) {
    return world.graph.application(GraphFixture.appId(application));
  }

  @Test
  void aDesktopApplicationSignsItsUserIn() {
    assertThat(deviceCode(desktop()).json().get("scope").getAsString())
        .contains("https://digitaltwins.azure.net/Read.Write");
  }

  @Test
  void withoutPublicClientFlowsThereIsNoDeviceCode() {
    JsonObject application = desktop();
    spoil(application).patch("{\"isFallbackPublicClient\":false}");
    assertThat(deviceCode(application).aadsts()).isEqualTo("invalid_client 7000218");
  }

  @Test
  void aPermissionThatIsNotListedIsRefused() {
    JsonObject application = desktop();
    spoil(application).patch("{\"requiredResourceAccess\":[]}").revokeConsent();
    assertThat(deviceCode(application).aadsts()).isEqualTo("invalid_resource 650057");
  }

  @Test
  void whereUsersMayNotConsentSomebodyElseHasTo() {
    JsonObject application = world.registerWithPrincipal(DESKTOP);
    world.entra.blockUserConsent(true);
    world.graph.allow(world.entra.alice());
    assertThat(deviceCode(application).aadsts()).isEqualTo("invalid_grant 65001");

    world.graph.allow(world.entra.alice(), DirectoryRight.values());
    world.grant(GraphFixture.appId(application), GraphFixture.TWINS, "Read.Write").ok(201);
    assertThat(deviceCode(application).status()).isEqualTo(200);
  }

  @Test
  void aTenantWithoutDigitalTwinsSaysSo() {
    JsonObject application = desktop();
    world.graph.removeServicePrincipal(GraphFixture.TWINS);
    assertThat(deviceCode(application).aadsts()).isEqualTo("invalid_resource 500011");

    world.principal(GraphFixture.TWINS);
    assertThat(deviceCode(application).status()).isEqualTo(200);
  }

  @Test
  void aDeletedApplicationIsUnknown() {
    JsonObject application = desktop();
    world.delete("applications/" + GraphFixture.id(application));
    assertThat(deviceCode(application).aadsts()).isEqualTo("unauthorized_client 700016");
  }

  @Test
  void anApplicationNeedsItsServicePrincipalToSignInItself() {
    JsonObject application = world.register("{\"displayName\":\"Job\"}");
    String secret = world.secret(application);
    assertThat(world.asItself(application, secret).aadsts())
        .isEqualTo("unauthorized_client 7000229");

    world.principal(GraphFixture.appId(application));
    assertThat(world.asItself(application, secret).status()).isEqualTo(200);
  }

  @Test
  void aSecretIsTakenByItsValueUntilItEnds() {
    JsonObject application = world.registerWithPrincipal("{\"displayName\":\"Job\"}");
    JsonObject added =
        world.post("applications/" + GraphFixture.id(application) + "/addPassword", "{}").ok(200);
    String id = added.get("keyId").getAsString();
    String value = added.get("secretText").getAsString();

    assertThat(world.asItself(application, id).aadsts()).isEqualTo("invalid_client 7000215");
    assertThat(world.asItself(application, value).status()).isEqualTo(200);
    world.clock.advance(Duration.ofDays(731));
    assertThat(world.asItself(application, value).aadsts()).isEqualTo("invalid_client 7000222");
  }

  @Test
  void aFederatedCredentialHasToFitToTheLetter() {
    JsonObject application = world.registerWithPrincipal("{\"displayName\":\"Job\"}");
    world
        .post(
            "applications/" + GraphFixture.id(application) + "/federatedIdentityCredentials",
            "{\"name\":\"cluster\",\"issuer\":\"https://k8s.example\",\"subject\":\"pod\","
                + "\"audiences\":[\"api://AzureADTokenExchange\"]}")
        .ok(201);
    assertThat(federated(application).status()).isEqualTo(200);

    spoil(application).patchFederatedCredential("cluster", "{\"subject\":\"Pod\"}");
    assertThat(federated(application).aadsts()).isEqualTo("invalid_client 700213");
    spoil(application)
        .patchFederatedCredential("cluster", "{\"subject\":\"pod\",\"audiences\":[\"x\"]}");
    assertThat(federated(application).aadsts()).isEqualTo("invalid_client 700212");
  }

  private GraphFixture.Result federated(JsonObject application) {
    return world.token(
        "grant_type",
        "client_credentials",
        "client_id",
        GraphFixture.appId(application),
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion",
        new FederatedIssuer("https://k8s.example")
            .token("pod", world.clock.instant().plusSeconds(600)),
        "scope",
        GraphFixture.TWINS_SCOPE);
  }
}
