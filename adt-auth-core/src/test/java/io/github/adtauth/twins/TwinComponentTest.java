package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the {@code $metadata} that the service requires in each component. */
class TwinComponentTest extends TwinsServerFixture {
  @TwinComponent
  record Thermostat(double setPoint) {}

  record Fan(int speed) {}

  @TwinModel("dtmi:example:Room;1")
  record Room(
      double temperature,
      @Nullable Thermostat thermostat,
      @TwinComponent @Nullable @SerializedName("ceilingFan") Fan fan,
      Optional<Thermostat> second,
      @Nullable Fan plain) {}

  @TwinComponent
  sealed interface Device permits Lamp {}

  record Lamp(int watts) implements Device {}

  @TwinModel("dtmi:example:Hall;1")
  record Hall(Device lamp) {}

  @TwinModel("dtmi:example:Sensor;1")
  @TwinComponent
  record Sensor(int value) {}

  @TwinComponent
  record Described(@SerializedName("$metadata") @Nullable JsonObject metadata, int value) {}

  private JsonElement put(Object twin) {
    server.json(200, "{\"$dtId\":\"a\"}");
    var unused = twins.putTwin("a", twin);
    return JsonParser.parseString(server.seenBody());
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }

  @Test
  void component_isSentWithMetadata() {
    Room room =
        new Room(1, new Thermostat(20), new Fan(2), Optional.of(new Thermostat(21)), new Fan(3));

    assertThat(put(room))
        .isEqualTo(
            json(
                """
                {"temperature":1.0,"thermostat":{"setPoint":20.0,"$metadata":{}},
                 "ceilingFan":{"speed":2,"$metadata":{}},
                 "second":{"setPoint":21.0,"$metadata":{}},
                 "plain":{"speed":3},"$metadata":{"$model":"dtmi:example:Room;1"}}"""));
  }

  @Test
  void absentComponent_isWrittenEmpty() {
    assertThat(put(new Room(1, null, null, Optional.empty(), null)))
        .isEqualTo(
            json(
                """
                {"temperature":1.0,"thermostat":{"$metadata":{}},"ceilingFan":{"$metadata":{}},
                 "second":{"$metadata":{}},"$metadata":{"$model":"dtmi:example:Room;1"}}"""));
  }

  @Test
  void componentWithMetadata_keepsIt() {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("x", 1);

    assertThat(put(Map.of("c", new Described(metadata, 1), "d", new Described(null, 2))))
        .isEqualTo(
            json(
                """
                {"c":{"$metadata":{"x":1},"value":1},"d":{"$metadata":{},"value":2}}"""));
  }

  @Test
  void implementationOfAnnotatedInterface_isComponent() {
    assertThat(put(new Hall(new Lamp(60))))
        .isEqualTo(
            json(
                """
                {"lamp":{"watts":60,"$metadata":{}},
                 "$metadata":{"$model":"dtmi:example:Hall;1"}}"""));
  }

  @Test
  void componentInTwinOrPatch_isSentWithMetadata() {
    server.empty(204);
    twins.patchTwin("a", JsonPatch.create().add("/thermostat", new Thermostat(20)));

    assertThat(json(server.seenBody()).getAsJsonArray().get(0).getAsJsonObject().get("value"))
        .isEqualTo(json("{\"setPoint\":20.0,\"$metadata\":{}}"));
    assertThat(put(DigitalTwin.of("m").with("thermostat", new Thermostat(20))))
        .isEqualTo(
            json(
                """
                {"$metadata":{"$model":"m"},
                 "thermostat":{"setPoint":20.0,"$metadata":{}}}"""));
  }

  @Test
  void twinThatIsAlsoComponent_isSentWithModel() {
    assertThat(put(new Sensor(1)))
        .isEqualTo(json("{\"value\":1,\"$metadata\":{\"$model\":\"dtmi:example:Sensor;1\"}}"));
  }

  @Test
  void userGson_namesComponentsAndOptionals() {
    Gson gson = new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE).create();
    twins = server.builder().gson(gson).build().client(TwinsServer.tokens("t"));

    JsonObject sent = put(new Room(1, null, null, Optional.empty(), null)).getAsJsonObject();

    assertThat(sent.keySet())
        .containsExactlyInAnyOrder(
            "Temperature", "Thermostat", "ceilingFan", "Second", "$metadata");
  }

  @Test
  void component_isReadFromResponse() {
    server.json(
        200,
        """
        {"$dtId":"a","temperature":1,"thermostat":{"$metadata":{"setPoint":{}},"setPoint":20},
         "$metadata":{"$model":"dtmi:example:Room;1"}}""");

    assertThat(twins.getTwin("a", Room.class))
        .isEqualTo(new Room(1, new Thermostat(20), null, Optional.empty(), null));
  }
}
