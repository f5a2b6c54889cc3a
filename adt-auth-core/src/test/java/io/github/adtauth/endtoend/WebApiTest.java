package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import java.io.IOException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests a page and a desktop application that call Digital Twins through a web API. */
final class WebApiTest {
  private final WebApiClients fixture = new WebApiClients();
  private final DigitalTwinsConfig config =
      DigitalTwinsConfig.builder()
          .clientId(fixture.api.clientId())
          .tenant(fixture.entra.tenantId())
          .endpoint(fixture.azure.endpoint())
          .build();
  private final OnBehalfOf onBehalfOf =
      SignIn.with(config)
          .httpClient(fixture.azure.httpClient())
          .onBehalfOf(ClientCredential.secret(fixture.api.secret()));
  private final DigitalTwins instance = DigitalTwins.at(config, fixture.azure.httpClient());

  @BeforeEach
  void addRoom() {
    fixture
        .azure
        .twins()
        .addModels(
            """
            [{"@id": "dtmi:example:Room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
              "contents": [{"@type": "Property", "name": "temperature", "schema": "double"}]}]
            """);
    fixture
        .azure
        .twins()
        .putTwin("room", "{\"$metadata\":{\"$model\":\"dtmi:example:Room;1\"},\"temperature\":20}");
  }

  @AfterEach
  void close() {
    instance.close();
    fixture.close();
  }

  private DigitalTwinsClient as(String assertion) {
    return instance.client(onBehalfOf.forUser(assertion));
  }

  private static DigitalTwin room(DigitalTwinsClient twins) {
    return twins.getTwin("room", DigitalTwin.class);
  }

  @Test
  void consentAtPage_coversDigitalTwins() throws IOException {
    assertThat(room(as(fixture.accessToken(fixture.entra.alice(), fixture.page))).id())
        .isEqualTo("room");
    assertThat(room(as(fixture.accessToken(fixture.entra.bob(), fixture.desktop))).id())
        .isEqualTo("room");
  }

  @Test
  void consentForApiOnly_isReported() throws IOException {
    FakeUser alice = fixture.entra.alice();
    String named = "openid " + fixture.api.scope();
    String assertion =
        fixture.accessToken(alice, fixture.page, fixture.authorize(fixture.page, named));
    assertThatThrownBy(() -> room(as(assertion))).isInstanceOf(ConsentRequiredException.class);

    HttpUrl.Builder again =
        fixture
            .authorize(fixture.page, fixture.defaultScope())
            .addQueryParameter("prompt", "consent");

    assertThat(room(as(fixture.accessToken(alice, fixture.page, again))).id()).isEqualTo("room");
  }

  @Test
  void secondFactor_isRequestedByApi() throws IOException {
    FakeUser alice = fixture.entra.alice();
    fixture.entra.requireMfaForContext("c1");
    fixture.azure.twins().requireAuthenticationContext("PATCH", "c1");
    DigitalTwinsClient before = as(fixture.accessToken(alice, fixture.page));
    assertThat(room(before).id()).isEqualTo("room");

    JsonPatch warmer = JsonPatch.create().replace("/temperature", 22);
    InteractionRequiredException demand =
        catchThrowableOfType(
            InteractionRequiredException.class, () -> before.patchTwin("room", warmer));

    HttpUrl.Builder again =
        fixture
            .authorize(fixture.page, fixture.defaultScope())
            .addQueryParameter("claims", demand.claims().orElseThrow());
    DigitalTwinsClient after = as(fixture.accessToken(alice, fixture.page, again));
    after.patchTwin("room", warmer);
    assertThat(fixture.azure.twins().twin("room").get("temperature").getAsInt()).isEqualTo(22);
  }
}
