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
import io.github.adtauth.testkit.FakeUser;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import java.io.IOException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** End to end: a page or a desktop application, a web API with the library, Digital Twins. */
final class WebApiTest {
  private final WebApiClients world = new WebApiClients();
  private final DigitalTwinsConfig config =
      DigitalTwinsConfig.builder()
          .clientId(world.api.clientId())
          .tenant(world.entra.tenantId())
          .endpoint(world.azure.endpoint())
          .build();
  private final OnBehalfOf onBehalfOf =
      SignIn.with(config)
          .httpClient(world.azure.httpClient())
          .onBehalfOf(ClientCredential.secret(world.api.secret()));
  private final DigitalTwins instance = DigitalTwins.at(config, world.azure.httpClient());

  @BeforeEach
  void addRoom() {
    world
        .azure
        .twins()
        .addModels(
            """
            [{"@id": "dtmi:example:Room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
              "contents": [{"@type": "Property", "name": "temperature", "schema": "double"}]}]
            """);
    world
        .azure
        .twins()
        .putTwin("room", "{\"$metadata\":{\"$model\":\"dtmi:example:Room;1\"},\"temperature\":20}");
  }

  @AfterEach
  void close() {
    instance.close();
    world.close();
  }

  private DigitalTwinsClient as(String assertion) {
    return instance.client(onBehalfOf.forUser(assertion));
  }

  private static DigitalTwin room(DigitalTwinsClient twins) {
    return twins.getTwin("room", DigitalTwin.class);
  }

  @Test
  void consentGivenAtThePage_alsoCoversTheTwins() throws IOException {
    assertThat(room(as(world.accessToken(world.entra.alice(), world.page))).id()).isEqualTo("room");
    assertThat(room(as(world.accessToken(world.entra.bob(), world.desktop))).id())
        .isEqualTo("room");
  }

  @Test
  void consentForTheApiAlone_isReportedByTheApi() throws IOException {
    FakeUser alice = world.entra.alice();
    String named = "openid " + world.api.scope();
    String assertion = world.accessToken(alice, world.page, world.authorize(world.page, named));
    assertThatThrownBy(() -> room(as(assertion))).isInstanceOf(ConsentRequiredException.class);

    HttpUrl.Builder again =
        world.authorize(world.page, world.defaultScope()).addQueryParameter("prompt", "consent");

    assertThat(room(as(world.accessToken(alice, world.page, again))).id()).isEqualTo("room");
  }

  @Test
  void secondFactorForOneOperation_isDemandedByTheApi_andGivenAtThePage() throws IOException {
    FakeUser alice = world.entra.alice();
    world.entra.demandMfaForContext("c1");
    world.azure.twins().demandContext("PATCH", "c1");
    DigitalTwinsClient before = as(world.accessToken(alice, world.page));
    assertThat(room(before).id()).isEqualTo("room");

    JsonPatch warmer = JsonPatch.create().replace("/temperature", 22);
    InteractionRequiredException demand =
        catchThrowableOfType(
            InteractionRequiredException.class, () -> before.patchTwin("room", warmer));

    HttpUrl.Builder again =
        world
            .authorize(world.page, world.defaultScope())
            .addQueryParameter("claims", demand.claims().orElseThrow());
    DigitalTwinsClient after = as(world.accessToken(alice, world.page, again));
    after.patchTwin("room", warmer);
    assertThat(world.azure.twins().twin("room").get("temperature").getAsInt()).isEqualTo(22);
  }
}
