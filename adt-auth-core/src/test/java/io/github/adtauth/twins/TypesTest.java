package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypesTest extends TwinsServerFixture {
  private static final String TWIN =
      """
      {"$dtId":"room-21","$etag":"W/\\"7\\"","temperature":21.5,"big":12345678901234567890.123,
       "thermostat":{"$metadata":{},"setPoint":20},
       "$metadata":{"$model":"dtmi:example:Room;1","$lastUpdateTime":"2025-05-02T18:51:14.2984765Z",
       "temperature":{"lastUpdateTime":"2025-05-02T18:51:14.2984765Z"}},"$new":{"x":1}}""";

  record Reading(Instant at, Object value, List<Object> more) {}

  record Unknown(@Nullable String reason, @Nullable Integer since) {}

  record Named(double roomTemperature) {}

  @Test
  void digitalTwin_returnsItsMembers() {
    server.json(200, TWIN);

    DigitalTwin twin = twins.getTwin("room-21", DigitalTwin.class);

    assertThat(twin.id()).isEqualTo("room-21");
    assertThat(twin.etag()).isEqualTo("W/\"7\"");
    assertThat(twin.modelId()).isEqualTo("dtmi:example:Room;1");
    assertThat(twin.lastUpdateTime()).contains(Instant.parse("2025-05-02T18:51:14.298476500Z"));
    assertThat(twin.contents().keySet()).containsExactly("temperature", "big", "thermostat");
    assertThat(twin.contents().get("big").getAsBigDecimal())
        .isEqualTo(new BigDecimal("12345678901234567890.123"));
    assertThat(twin).hasToString("DigitalTwin[room-21, dtmi:example:Room;1]");
  }

  @Test
  void digitalTwin_isUnchangedByGetAndPut() {
    server.json(200, TWIN).json(200, TWIN);

    DigitalTwin twin = twins.getTwin("room-21", DigitalTwin.class);
    DigitalTwin stored = twins.putTwin("room-21", twin);

    assertThat(stored).isEqualTo(twin).hasSameHashCodeAs(twin);
    server.seen();
    assertThat(JsonParser.parseString(server.seenBody())).isEqualTo(JsonParser.parseString(TWIN));
    assertThat(stored.toJson()).isEqualTo(JsonParser.parseString(TWIN));
  }

  @Test
  void newDigitalTwin_isBuiltByCopies() {
    DigitalTwin empty = DigitalTwin.of("dtmi:example:Room;1");
    DigitalTwin twin =
        empty
            .with("temperature", 21.5)
            .with("since", Instant.EPOCH)
            .with("tags", Map.of("a", true))
            .with("name", "<Röom>");

    assertThat(empty.contents().isEmpty()).isTrue();
    assertThat(empty).isNotEqualTo(twin).isNotEqualTo("x");
    assertThat(twin.toJson())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"$metadata":{"$model":"dtmi:example:Room;1"},"temperature":21.5,
                 "since":"1970-01-01T00:00:00Z","tags":{"a":true},"name":"<Röom>"}"""));
    assertThat(twin.id()).isEmpty();
    assertThat(twin.etag()).isEmpty();
    assertThat(twin.lastUpdateTime()).isEmpty();
  }

  @Test
  void digitalTwin_doesNotShareState() {
    DigitalTwin twin = DigitalTwin.of("m").with("a", 1);

    twin.contents().addProperty("b", 2);
    twin.toJson().addProperty("b", 2);

    assertThat(twin.contents().keySet()).containsExactly("a");
  }

  @Test
  void reservedNames_cannotBeSetAsProperties() {
    DigitalTwin twin = DigitalTwin.of("m");

    assertThatIllegalArgumentException().isThrownBy(() -> twin.with("$dtId", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> twin.with("", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> twin.with("a", Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Relationship.of("a", "b").with("$targetId", "x"));
  }

  @Test
  void projection_hasNoModel() {
    server.json(200, "{\"value\":[{\"temperature\":1}]}");

    DigitalTwin twin = twins.query(TwinQuery.of("SELECT"), DigitalTwin.class).iterator().next();

    assertThat(twin.modelId()).isEmpty();
    assertThat(twin.lastUpdateTime()).isEmpty();
  }

  @Test
  void timesAndNumbers_areReadExactly() {
    server.json(
        200,
        """
        {"$dtId":"a","at":"2023-05-18T23:08:00.691768+02:00",
         "value":12345678901234567890.10,"more":[9007199254740993,"x",true,null]}""");

    Reading reading = twins.getTwin("a", Reading.class);

    assertThat(reading.at()).isEqualTo(Instant.parse("2023-05-18T21:08:00.691768Z"));
    assertThat(reading.value()).isEqualTo(new BigDecimal("12345678901234567890.10"));
    assertThat(reading.more()).containsExactly(new BigDecimal("9007199254740993"), "x", true, null);
  }

  @Test
  void userGson_readsUserAndLibraryClasses() {
    Gson gson =
        new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();
    twins = server.builder().gson(gson).build().client(TwinsServer.tokens("t"));
    server
        .json(200, "{\"$dtId\":\"a\",\"room_temperature\":3}")
        .json(200, TWIN)
        .json(200, "{\"id\":\"m\",\"uploadTime\":\"2023-05-18T23:08:00.6917685+00:00\"}");

    assertThat(twins.putTwin("a", new Named(2))).isEqualTo(new Named(3));
    assertThat(twins.getTwin("a", DigitalTwin.class).id()).isEqualTo("room-21");
    assertThat(twins.models().get("m").uploadTime())
        .isEqualTo(Instant.parse("2023-05-18T23:08:00.691768500Z"));
    assertThat(server.seenBody()).isEqualTo("{\"room_temperature\":2.0}");
  }

  @Test
  void libraryTypes_canBeWrittenByAnyGson() {
    Gson gson = new Gson();
    ModelData model =
        new ModelData(
            "dtmi:a;1",
            Map.of("en", "A"),
            Map.of(),
            Instant.parse("2023-05-18T23:08:00Z"),
            true,
            JsonParser.parseString("{\"@id\":\"dtmi:a;1\"}").getAsJsonObject());
    ModelData bare = new ModelData("dtmi:b;1", Map.of(), Map.of(), null, false, null);

    assertThat(gson.fromJson(gson.toJson(model), ModelData.class)).isEqualTo(model);
    assertThat(gson.fromJson(gson.toJson(bare), ModelData.class)).isEqualTo(bare);
    assertThat(gson.toJson(new Object[] {DigitalTwin.of("m")}))
        .isEqualTo("[{\"$metadata\":{\"$model\":\"m\"}}]");
  }

  @Test
  void relationship_returnsItsMembers() {
    Relationship relationship =
        new Gson()
            .fromJson(
                """
                {"$relationshipId":"r1","$etag":"W/\\"1\\"","$sourceId":"floor-1",
                 "$targetId":"room-21","$relationshipName":"contains","since":2020}""",
                Relationship.class);

    assertThat(relationship.id()).isEqualTo("r1");
    assertThat(relationship.etag()).isEqualTo("W/\"1\"");
    assertThat(relationship.sourceId()).isEqualTo("floor-1");
    assertThat(relationship.targetId()).isEqualTo("room-21");
    assertThat(relationship.name()).isEqualTo("contains");
    JsonObject properties = relationship.properties();
    assertThat(properties.get("since").getAsInt()).isEqualTo(2020);
    assertThat(properties.keySet()).hasSize(1);
    assertThat(relationship).hasToString("Relationship[r1: floor-1 contains room-21]");
    Gson gson = new Gson();
    assertThat(gson.fromJson(gson.toJson(relationship), Relationship.class))
        .isEqualTo(relationship)
        .hasSameHashCodeAs(relationship);
    assertThat(relationship).isNotEqualTo(Relationship.of("room-21", "contains"));
  }

  @Test
  void patch_isBuiltByCopiesAndValidatesPaths() {
    JsonPatch empty = JsonPatch.create();
    JsonPatch patch = empty.add("/a~1b/~0c", 1).replace("/$metadata/t/sourceTime", Instant.EPOCH);

    assertThat(empty).hasToString("JsonPatch[]");
    assertThat(patch).hasToString("JsonPatch[add /a~1b/~0c, replace /$metadata/t/sourceTime]");
    for (String path : new String[] {"", "a", "a/b", "/a~", "/a~2"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> empty.remove(path));
    }
  }

  @Test
  void userGsonWithNulls_writesNulls() {
    server.empty(204);
    DigitalTwinsClient client =
        server
            .builder()
            .gson(new GsonBuilder().serializeNulls().create())
            .build()
            .client(TwinsServer.tokens("t"));

    client.sendTelemetry("a", new Unknown(null, null));

    assertThat(JsonParser.parseString(server.seenBody()).getAsJsonObject().keySet())
        .containsExactly("reason", "since");
  }

  @Test
  void dtdl_isSentUnchanged() {
    String dtdl = "{\"@id\":\"dtmi:example:Room;1\",\"comment\":null}";
    server.json(201, "[]");

    twins.models().add(dtdl);

    assertThat(server.seenBody()).isEqualTo("[" + dtdl + "]");
  }

  @Test
  void nonFiniteNumber_isRejectedAtAnyDepth() {
    JsonObject payload = new JsonObject();
    payload.add("a", new JsonObject());
    payload.getAsJsonObject("a").addProperty("b", Double.NaN);

    assertThatIllegalArgumentException().isThrownBy(() -> twins.sendTelemetry("a", payload));
    assertThat(server.web.getRequestCount()).isZero();
  }
}
