package io.github.adtauth.samples;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.adtauth.testkit.twins.TwinsEmulator;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.ModelData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The models of the samples' building. */
final class Building {
  private Building() {}

  /** Uploads the models that are not there yet. */
  static void uploadModels(DigitalTwinsClient twins) throws IOException {
    List<String> known = twins.models().list().stream().map(ModelData::id).toList();
    JsonArray missing = new JsonArray();
    for (JsonElement model :
        JsonParser.parseString(resource("/building-models.json")).getAsJsonArray()) {
      if (!known.contains(model.getAsJsonObject().get("@id").getAsString())) {
        missing.add(model);
      }
    }
    if (!missing.isEmpty()) {
      twins.models().add(missing.toString());
    }
  }

  /** Puts one room into the stand-in, so that who comes first finds something. */
  static void furnish(TwinsEmulator twins) throws IOException {
    twins.addModels(resource("/building-models.json"));
    twins.putTwin(
        "room-21",
        "{\"$metadata\":{\"$model\":\"dtmi:example:building:Room;1\"},\"name\":\"Room 21\","
            + "\"temperature\":21.0}");
  }

  static String resource(String path) throws IOException {
    try (InputStream in = Building.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
