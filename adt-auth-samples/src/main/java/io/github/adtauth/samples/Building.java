package io.github.adtauth.samples;

import io.github.adtauth.testkit.twins.TwinsEmulator;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.DigitalTwinsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The models of the samples' building. */
final class Building {
  private Building() {}

  /** Uploads the models, unless an earlier run has. */
  static void uploadModels(DigitalTwinsClient twins) throws IOException {
    try {
      twins.models().add(models());
    } catch (DigitalTwinsException e) {
      if (!e.error().orElse("").equals("ModelIdAlreadyExists")) {
        throw e;
      }
    }
  }

  /** Puts one room into the stand-in, so that who comes first finds something. */
  static void furnish(TwinsEmulator twins) throws IOException {
    twins.addModels(models());
    twins.putTwin(
        "room-21",
        "{\"$metadata\":{\"$model\":\"dtmi:example:building:Room;1\"},\"name\":\"Room 21\","
            + "\"temperature\":21.0}");
  }

  private static String models() throws IOException {
    try (InputStream in = Building.class.getResourceAsStream("/building-models.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
