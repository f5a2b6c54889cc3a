package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.testkit.LocalAzure;
import org.junit.jupiter.api.Test;

class RoomsTest {
  @Test
  void readsATwin_signedInWithASecret() {
    try (LocalAzure azure = LocalAzure.start()) {
      azure
          .twins()
          .addModels(
              "[{\"@id\":\"dtmi:example:Room;1\",\"@type\":\"Interface\","
                  + "\"@context\":\"dtmi:dtdl:context;2\",\"contents\":[{\"@type\":\"Property\","
                  + "\"name\":\"temperature\",\"schema\":\"integer\"}]}]");
      azure
          .twins()
          .putTwin(
              "room-21",
              "{\"$metadata\":{\"$model\":\"dtmi:example:Room;1\"},\"temperature\":21}");
      DigitalTwinsConfig config =
          DigitalTwinsConfig.builder()
              .clientId(azure.entra().daemon().clientId())
              .clientSecret(Secret.of(azure.entra().daemon().secret()))
              .tenant(azure.entra().tenantId())
              .endpoint(azure.endpoint())
              .build();
      assertEquals(21, Rooms.temperature(config, azure.httpClient(), "room-21"));
      System.out.println("module of the code under test: " + Rooms.class.getModule());
    }
  }
}
