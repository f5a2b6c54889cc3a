package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event routes deliver the documented events to endpoints, filtered by their filters. */
final class EventDeliveryTest {
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:sensor;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": {"@type": "Property", "name": "unit", "schema": "string"}},
       {"@id": "dtmi:example:room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": "Property", "name": "temperature", "schema": "double"},
          {"@type": "Property", "name": "label", "schema": "string"},
          {"@type": "Component", "name": "sensor", "schema": "dtmi:example:sensor;1"},
          {"@type": "Relationship", "name": "near", "properties":
            {"@type": "Property", "name": "distance", "schema": "double"}}]}]
      """;
  private static final String ROOM =
      """
      {"$metadata": {"$model": "dtmi:example:room;1"}, "temperature": 20.5,
       "sensor": {"$metadata": {}, "unit": "C"}}
      """;
  private static final String NEAR =
      "{\"$relationshipName\":\"near\",\"$targetId\":\"hall\",\"distance\":1}";
  private static final String TRACE = "2aa957558db348f387ef704b37631a1d";

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(MODELS);
    emulator.addEndpoint("hub");
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void createdTwin_isDeliveredInTheDocumentedForm() {
    route("true");

    Result twin =
        http.call(
            "PUT",
            "/digitaltwins/room",
            ROOM,
            "traceparent",
            "00-" + TRACE + "-590d733a1b798149-01");

    CloudEvent event = onlyEvent();
    assertThat(event.type()).isEqualTo("Microsoft.DigitalTwins.Twin.Create");
    assertThat(event.source()).isEqualTo(TwinsFixture.HOST);
    assertThat(event.subject()).isEqualTo("room");
    assertThat(event.time()).isEqualTo("2026-03-01T10:20:30.1234567Z");
    assertThat(event.dataContentType()).isEqualTo("application/json");
    assertThat(event.dataSchema()).isNull();
    assertThat(event.traceParent()).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
    assertThat(event.data()).isEqualTo(twin.json());
    assertThat(event.toJson().keySet())
        .containsExactly(
            "specversion",
            "id",
            "type",
            "source",
            "data",
            "subject",
            "time",
            "datacontenttype",
            "traceparent");
    assertThat(event.toJson().get("specversion").getAsString()).isEqualTo("1.0");
  }

  @Test
  void patchedTwin_deliversThePatch() {
    emulator.putTwin("room", ROOM);
    route("true");

    patch(
        "/digitaltwins/room",
        "[{\"op\":\"replace\",\"path\":\"/temperature\",\"value\":21},"
            + "{\"op\":\"add\",\"path\":\"/label\",\"value\":\"a\"}]");
    patch("/digitaltwins/room", "[{\"op\":\"remove\",\"path\":\"/label\"}]");
    patch(
        "/digitaltwins/room/components/sensor",
        "[{\"op\":\"replace\",\"path\":\"/unit\",\"value\":\"K\"}]");

    List<CloudEvent> events = emulator.events("hub");
    assertThat(events)
        .extracting(CloudEvent::type)
        .containsOnly("Microsoft.DigitalTwins.Twin.Update")
        .hasSize(3);
    assertThat(events).extracting(CloudEvent::subject).containsOnly("room");
    assertThat(events)
        .extracting(event -> event.data().toString())
        .containsExactly(
            update(
                "{\"value\":21,\"path\":\"/temperature\",\"op\":\"replace\"},"
                    + "{\"value\":\"a\",\"path\":\"/label\",\"op\":\"add\"}"),
            update("{\"path\":\"/label\",\"op\":\"remove\"}"),
            update("{\"value\":\"K\",\"path\":\"/sensor/unit\",\"op\":\"replace\"}"));
  }

  @Test
  void replacedTwin_deliversTheDifference() {
    emulator.putTwin("room", ROOM);
    route("true");

    http.call("PUT", "/digitaltwins/room", ROOM);
    http.call(
        "PUT",
        "/digitaltwins/room",
        "{\"$metadata\":{\"$model\":\"dtmi:example:room;1\"},\"label\":\"b\","
            + "\"sensor\":{\"$metadata\":{},\"unit\":\"K\"}}");

    assertThat(onlyEvent().data().toString())
        .isEqualTo(
            update(
                "{\"path\":\"/temperature\",\"op\":\"remove\"},"
                    + "{\"value\":\"K\",\"path\":\"/sensor/unit\",\"op\":\"replace\"},"
                    + "{\"value\":\"b\",\"path\":\"/label\",\"op\":\"add\"}"));
  }

  @Test
  void deletedTwin_deliversItsLastState() {
    emulator.putTwin("room", ROOM);
    JsonObject last = emulator.twin("room");
    route("true");

    http.call("DELETE", "/digitaltwins/room", null);

    assertThat(onlyEvent().type()).isEqualTo("Microsoft.DigitalTwins.Twin.Delete");
    assertThat(onlyEvent().data()).isEqualTo(last);
  }

  @Test
  void relationshipChanges_areDelivered() {
    emulator.putTwin("room", ROOM);
    emulator.putTwin("hall", ROOM);
    route("true");
    String path = "/digitaltwins/room/relationships/r";

    JsonObject created = http.call("PUT", path, NEAR).json();
    patch(path, "[{\"op\":\"replace\",\"path\":\"/distance\",\"value\":2}]");
    JsonObject last = http.get(path).json();
    http.call("DELETE", path, null);

    List<CloudEvent> events = emulator.events("hub");
    assertThat(events)
        .extracting(CloudEvent::type)
        .containsExactly(
            "Microsoft.DigitalTwins.Relationship.Create",
            "Microsoft.DigitalTwins.Relationship.Update",
            "Microsoft.DigitalTwins.Relationship.Delete");
    assertThat(events).extracting(CloudEvent::subject).containsOnly("room/relationships/r");
    assertThat(events.get(0).data()).isEqualTo(created);
    assertThat(events.get(1).data().toString())
        .isEqualTo(update("{\"value\":2,\"path\":\"/distance\",\"op\":\"replace\"}"));
    assertThat(events.get(2).data()).isEqualTo(last);
  }

  @Test
  void telemetry_isDeliveredWithTheModelOfItsSource() {
    emulator.putTwin("room", ROOM);
    route("type = 'microsoft.iot.telemetry'");

    http.call("POST", "/digitaltwins/room/telemetry", "{\"noise\":3}", "Message-Id", "m-1");
    http.call(
        "POST", "/digitaltwins/room/components/sensor/telemetry", "\"{}\"", "Message-Id", "m-2");

    List<CloudEvent> events = emulator.events("hub");
    assertThat(events).extracting(CloudEvent::id).containsExactly("m-1", "m-2");
    assertThat(events)
        .extracting(CloudEvent::source)
        .containsOnly(TwinsFixture.HOST + "/digitaltwins/room");
    assertThat(events).extracting(CloudEvent::subject).containsExactly(null, "sensor");
    assertThat(events)
        .extracting(CloudEvent::dataSchema)
        .containsExactly("dtmi:example:room;1", "dtmi:example:sensor;1");
    assertThat(events.get(1).data()).isEqualTo(new JsonPrimitive("{}"));
    assertThat(events.get(0).toJson().has("time")).isFalse();
  }

  @Test
  void failedOrUnroutedOperation_deliversNothing() {
    http.call("PUT", "/digitaltwins/room", ROOM);
    route("true");

    http.call("PUT", "/digitaltwins/room", "{}");
    patch("/digitaltwins/room", "[{\"op\":\"remove\",\"path\":\"/none\"}]");
    http.call("DELETE", "/digitaltwins/none", null);
    http.call("GET", "/digitaltwins/room", null);
    http.call("DELETE", "/eventroutes/all", null);
    http.call("DELETE", "/digitaltwins/room", null);

    assertThat(emulator.events("hub")).isEmpty();
  }

  @Test
  void eachRoute_deliversToItsEndpoint() {
    emulator.addEndpoint("other");
    emulator.putEventRoute("one", "hub", "true");
    emulator.putEventRoute("two", "other", "subject = 'room'");
    emulator.putEventRoute("three", "other", "false");

    emulator.putTwin("room", ROOM);
    emulator.putTwin("hall", ROOM);

    assertThat(emulator.events("hub")).hasSize(2);
    assertThat(emulator.events("other")).hasSize(1);
    emulator.clearEvents();
    assertThat(emulator.events("hub")).isEmpty();
    assertThatThrownBy(() -> emulator.events("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> emulator.putEventRoute("four", "none", "true"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endpoint_keepsTheNewestEvents() {
    route("true");

    for (int i = 0; i < 10_005; i++) {
      emulator.putTwin("room-" + i, ROOM);
    }

    List<CloudEvent> events = emulator.events("hub");
    assertThat(events).hasSize(10_000);
    assertThat(events.get(0).subject()).isEqualTo("room-5");
  }

  /** Filters over one created twin: {@code room} with temperature 20.5 and sensor.unit C. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | true",
        "false | false",
        "TRUE | true",
        "type = 'Microsoft.DigitalTwins.Twin.Create' | true",
        "type = 'microsoft.digitaltwins.twin.create' | false",
        "type != 'microsoft.iot.telemetry' | true",
        "type = 'Microsoft.DigitalTwins.Twin.Delete' OR type = 'Microsoft.DigitalTwins.Twin.Create'"
            + " | true",
        "true OR false AND false | true",
        "(true OR false) AND false | false",
        "NOT false AND true | true",
        "NOT (true OR false) | false",
        "type IN ['a', 'Microsoft.DigitalTwins.Twin.Create'] | true",
        "type IN ['a', 'b'] | false",
        "STARTS_WITH($body.$metadata.$model, 'dtmi:example:') | true",
        "STARTS_WITH($body.$metadata.$model, 'dtmi:other:') | false",
        "ENDS_WITH($body.$metadata.$model, 'room;1') | true",
        "CONTAINS(subject, 'oo') | true",
        "CONTAINS(subject, 'x') | false",
        "STARTS_WITH($body.temperature, '2') | false",
        "source = 'contoso.api.weu.digitaltwins.azure.net' | true",
        "subject = 'room' AND datacontenttype = 'application/json' AND specversion = '1.0' | true",
        "dataschema = 'dtmi:example:room;1' | false",
        "$body.temperature <= 20.5 | true",
        "$body.temperature < 20.5 | false",
        "$body.temperature > 20 | true",
        "$body.temperature >= 21 | false",
        "$body.temperature != 3 | true",
        "$body.temperature <> 3 | true",
        "$body.temperature = '20.5' | false",
        "$body.temperature != '20.5' | false",
        "$body.sensor.unit = 'C' | true",
        "$body.sensor.unit > 'A' | true",
        "$body.none = 'C' | false",
        "$body.none != 'C' | false",
        "$body.none = null | true",
        "$body.temperature != null | true",
        "$body.sensor = 'C' | false",
        "$body = 'C' | false",
        "none = 'C' | false",
        "$eventType = 'DigitalTwinLifecycleNotification' | true",
        "$eventType = 'DigitalTwinTelemetryMessages' | false"
      })
  void filter_decidesWhetherAnEventIsDelivered(String filter, boolean delivered) {
    route(filter);

    emulator.putTwin("room", ROOM);

    assertThat(emulator.events("hub")).hasSize(delivered ? 1 : 0);
  }

  @Test
  void longFilter_isEvaluated() {
    route("false OR ".repeat(3_000) + "true AND ".repeat(400) + "true");

    emulator.putTwin("room", ROOM);

    assertThat(emulator.events("hub")).hasSize(1);
  }

  private void route(String filter) {
    JsonObject body = new JsonObject();
    body.addProperty("endpointName", "hub");
    body.addProperty("filter", filter);
    assertThat(http.call("PUT", "/eventroutes/all", body.toString()).status()).isEqualTo(204);
  }

  private void patch(String path, String patch) {
    http.call("PATCH", path, patch);
  }

  private CloudEvent onlyEvent() {
    assertThat(emulator.events("hub")).hasSize(1);
    return emulator.events("hub").get(0);
  }

  private static String update(String operations) {
    return "{\"modelId\":\"dtmi:example:room;1\",\"patch\":[" + operations + "]}";
  }
}
