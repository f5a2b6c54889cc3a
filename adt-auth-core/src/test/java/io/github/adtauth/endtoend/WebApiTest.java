package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way: a page or a desktop application, a web API with the library, Digital Twins. */
final class WebApiTest {
  private final SignInFixture world = new SignInFixture();
  private final Registration api = world.api();
  private final Registration page = world.entra.register(world.page(api).build());
  private final Registration desktop = world.entra.register(world.desktop(api).build());
  private final DigitalTwinsConfig config =
      DigitalTwinsConfig.builder()
          .clientId(api.clientId())
          .tenant(world.entra.tenantId())
          .endpoint(world.azure.endpoint())
          .build();
  private final OnBehalfOf onBehalfOf =
      SignIn.with(config)
          .httpClient(world.azure.httpClient())
          .onBehalfOf(ClientCredential.secret(api.secret()));
  private final DigitalTwins instance = DigitalTwins.at(config, world.azure.httpClient());

  @BeforeEach
  void furnish() {
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
    return instance.as(onBehalfOf.user(assertion));
  }

  private static DigitalTwin room(DigitalTwinsClient twins) {
    return twins.getTwin("room", DigitalTwin.class);
  }

  @Test
  void oneConsentAtThePageOpensTheWayToTheTwins() {
    assertThat(room(as(world.token(world.alice, page, api))).id()).isEqualTo("room");
    assertThat(room(as(world.token(world.bob, desktop, api))).id()).isEqualTo("room");
  }

  @Test
  void withoutConsentForItselfTheApiSaysSo() {
    String named = "openid " + api.scope();
    String assertion = world.token(world.alice, page, world.authorize(page, named));
    assertThatThrownBy(() -> room(as(assertion))).isInstanceOf(ConsentRequiredException.class);

    HttpUrl.Builder insisting =
        world.authorize(page, SignInFixture.defaultOf(api)).addQueryParameter("prompt", "consent");

    assertThat(room(as(world.token(world.alice, page, insisting))).id()).isEqualTo("room");
  }

  @Test
  void aSecondFactorForOneOperationIsAskedForByTheApiAndGivenAtThePage() {
    world.entra.demandMfaForContext("c1");
    world.azure.twins().demandContext("PATCH", "c1");
    DigitalTwinsClient before = as(world.token(world.alice, page, api));
    assertThat(room(before).id()).isEqualTo("room");

    JsonPatch warmer = JsonPatch.create().replace("/temperature", 22);
    InteractionRequiredException demand =
        catchThrowableOfType(
            InteractionRequiredException.class, () -> before.patchTwin("room", warmer));

    HttpUrl.Builder again =
        world
            .authorize(page, SignInFixture.defaultOf(api))
            .addQueryParameter("claims", demand.claims().orElseThrow());
    DigitalTwinsClient after = as(world.token(world.alice, page, again));
    after.patchTwin("room", warmer);
    assertThat(world.azure.twins().twin("room").get("temperature").getAsInt()).isEqualTo(22);
  }
}
