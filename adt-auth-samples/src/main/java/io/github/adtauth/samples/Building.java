package io.github.adtauth.samples;

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
    try (InputStream in = Building.class.getResourceAsStream("/building-models.json")) {
      String dtdl = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      twins.models().add(dtdl);
    } catch (DigitalTwinsException e) {
      if (!e.error().orElse("").equals("ModelIdAlreadyExists")) {
        throw e;
      }
    }
  }
}
