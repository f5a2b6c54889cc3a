package io.github.adtauth.samples.webapi;

import io.github.adtauth.testkit.twins.TwinsEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** The building that the stand-in comes with: two floors of three rooms. */
final class DemoBuilding {
  private DemoBuilding() {}

  static void fill(TwinsEmulator twins) {
    try (InputStream in = DemoBuilding.class.getResourceAsStream("/building-models.json")) {
      twins.addModels(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int floor = 1; floor <= 2; floor++) {
      for (int room = 1; room <= 3; room++) {
        twins.putTwin("room-" + floor + room, room("Room " + floor + room, 18 + floor + room));
      }
    }
  }

  private static String room(String name, double temperature) {
    return String.format(
        Locale.ROOT,
        "{\"$metadata\":{\"$model\":\"dtmi:example:building:Room;1\"},\"name\":\"%s\","
            + "\"temperature\":%.1f}",
        name,
        temperature);
  }
}
