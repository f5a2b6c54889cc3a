package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.LocalAzureExtension;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the snippets of the testing guide; {@code ReadmeTest} compares them with the guide. */
class TestingGuideTest {
  private static final String ROOM_MODEL =
      """
      [{
        "@id": "dtmi:example:Room;1",
        "@type": "Interface",
        "@context": "dtmi:dtdl:context;2",
        "contents": [{"@type": "Property", "name": "temperature", "schema": "double"}]
      }]
      """;
  private static final String ROOM =
      "{\"$metadata\":{\"$model\":\"dtmi:example:Room;1\"},\"temperature\":21}";

  @Nested
  @ExtendWith(LocalAzureExtension.class)
  class RoomsTest {
    @Test
    void temperatureOfRoom_isRead(LocalAzure azure) {
      azure.twins().addModels(ROOM_MODEL);
      azure.twins().putTwin("room-21", ROOM);
      Registration daemon = azure.entra().daemon();
      DigitalTwinsConfig config =
          DigitalTwinsConfig.builder()
              .clientId(daemon.clientId())
              .tenant(azure.entra().tenantId())
              .endpoint(azure.endpoint())
              .build();
      OkHttpClient http = azure.httpClient(); // trusts the local Azure and connects to it
      TokenProvider tokens =
          SignIn.with(config).httpClient(http).service(ClientCredential.secret(daemon.secret()));

      try (DigitalTwins instance = DigitalTwins.at(config, http)) {
        DigitalTwin room = instance.client(tokens).getTwin("room-21", DigitalTwin.class);
        assertThat(room.contents().get("temperature").getAsInt()).isEqualTo(21);
      }
    }
  }

  @Test
  void faultsAndDemands() {
    try (LocalAzure azure = LocalAzure.start()) {
      azure.script(azure.twins()).next(Faults.throttled(5)); // 429 with Retry-After: 5
      azure.script(azure.entra()).times(2, Faults.status(503));
      azure.entra().requireMfa(azure.entra().alice()); // until she completes it in a sign-in
      azure.entra().revokeSessions(azure.entra().bob());
      azure.twins().revokeRole(azure.entra().bob().oid());

      assertThat(azure.twins().grantedRoles()).doesNotContainKey(azure.entra().bob().oid());
    }
  }

  @Test
  void webApi() {
    try (LocalAzure azure = LocalAzure.start()) {
      String token = azure.entra().tokenFor(azure.entra().alice(), azure.entra().webApi().scope());
      Map<String, String> variables = azure.environment(azure.entra().webApi());

      assertThat(azure.entra().verify(token)).isNotNull();
      assertThat(variables).containsEntry("AZURE_TENANT_ID", azure.entra().tenantId());
    }
  }
}
