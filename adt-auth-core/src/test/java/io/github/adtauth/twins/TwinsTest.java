package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinsTest extends TwinsServerFixture {
  private static final String STORED =
      """
      {"$dtId":"room-21","$etag":"W/\\"7\\"","temperature":21.5,
       "$metadata":{"$model":"dtmi:example:Room;1","$lastUpdateTime":"2025-05-02T18:51:14.2984765Z",
       "temperature":{"lastUpdateTime":"2025-05-02T18:51:14.2984765Z"}}}""";

  @TwinModel("dtmi:example:Room;1")
  record Room(double temperature) {}

  record RoomWithIds(
      @SerializedName("$dtId") @Nullable String id,
      @SerializedName("$etag") @Nullable String etag,
      double temperature) {}

  @Test
  void getTwin_returnsApplicationClass() {
    server.json(200, STORED);

    assertThat(twins.getTwin("room-21", Room.class)).isEqualTo(new Room(21.5));

    RecordedRequest request = server.seen();
    assertThat(request.getRequestLine())
        .startsWith("GET /digitaltwins/room-21?api-version=2023-10-31 ");
    assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer t");
  }

  @Test
  void getTwin_readsIdAndEtag() {
    server.json(200, STORED);

    assertThat(twins.getTwin("room-21", RoomWithIds.class))
        .isEqualTo(new RoomWithIds("room-21", "W/\"7\"", 21.5));
  }

  @Test
  void putTwin_sendsModelAndReturnsStoredTwin() {
    server.json(200, STORED);

    assertThat(twins.putTwin("room-21", new Room(20))).isEqualTo(new Room(21.5));

    RecordedRequest request = server.seen();
    assertThat(request.getMethod()).isEqualTo("PUT");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(request.getHeaders().get("If-None-Match")).isNull();
    assertThat(JsonParser.parseString(Objects.requireNonNull(request.getBody()).utf8()))
        .isEqualTo(
            JsonParser.parseString(
                "{\"temperature\":20.0,\"$metadata\":{\"$model\":\"dtmi:example:Room;1\"}}"));
  }

  @Test
  void putTwin_withMetadata_isSentUnchanged() {
    server.json(200, STORED);
    JsonObject twin =
        JsonParser.parseString("{\"$metadata\":{\"$model\":\"m\"}}").getAsJsonObject();

    JsonObject stored = twins.putTwin("room-21", twin);

    assertThat(stored.get("$dtId").getAsString()).isEqualTo("room-21");
    assertThat(server.seenBody()).isEqualTo("{\"$metadata\":{\"$model\":\"m\"}}");
  }

  @Test
  void putTwin_ofMap_returnsMap() {
    server.json(200, STORED).json(200, STORED);

    Map<String, Object> hidden = twins.putTwin("r", Map.<String, Object>of("temperature", 1));
    HashMap<String, Object> open = twins.putTwin("r", new HashMap<String, Object>());

    assertThat(hidden).containsEntry("$dtId", "room-21");
    assertThat(open).containsEntry("$dtId", "room-21");
  }

  @Test
  void putTwin_ifAbsent_sendsHeader() {
    server.json(200, STORED);

    twins.putTwin("room-21", DigitalTwin.of("dtmi:example:Room;1"), CallOption.ifAbsent());

    assertThat(server.seen().getHeaders().get("If-None-Match")).isEqualTo("*");
  }

  @Test
  void putTwin_otherThanJsonObject_isNotSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.putTwin("r", List.of(1)))
        .withMessageContaining("must be an object");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.putTwin("r", new Room(Double.NaN)))
        .withMessageContaining("Room");
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void recursiveOrDeeplyNestedValue_isNotSent() {
    List<Object> self = new ArrayList<>();
    self.add(self);
    JsonObject deep = new JsonObject();
    for (int i = 0; i < 200_000; i++) {
      JsonObject outer = new JsonObject();
      outer.add("x", deep);
      deep = outer;
    }
    JsonObject twin = deep;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.putTwin("r", Map.of("x", self)))
        .withMessageContaining("contains itself");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.putTwin("r", twin))
        .withMessageContaining("nested too deep");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.patchTwin("r", JsonPatch.create().add("/x", self)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.sendTelemetry("r", Map.of("x", self)));
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void patchTwin_sendsPatchAndReturnsEtag() {
    server.empty(204, "ETag", "W/\"8\"");

    String etag =
        twins.patchTwin(
            "room-21",
            JsonPatch.create().replace("/temperature", 25.5).remove("/humidity"),
            CallOption.ifMatch("W/\"7\""));

    assertThat(etag).isEqualTo("W/\"8\"");
    RecordedRequest request = server.seen();
    assertThat(request.getMethod()).isEqualTo("PATCH");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json-patch+json");
    assertThat(request.getHeaders().get("If-Match")).isEqualTo("W/\"7\"");
    assertThat(Objects.requireNonNull(request.getBody()).utf8())
        .isEqualTo(
            "[{\"op\":\"replace\",\"path\":\"/temperature\",\"value\":25.5},"
                + "{\"op\":\"remove\",\"path\":\"/humidity\"}]");
  }

  @Test
  void patchTwin_withoutEtag_returnsEmptyString() {
    server.empty(204);

    assertThat(twins.patchTwin("room-21", JsonPatch.create().add("/a", 1))).isEmpty();
  }

  @Test
  void deleteTwin_sendsDelete() {
    server.empty(204);

    twins.deleteTwin("room-21", CallOption.ifMatch("*"));

    RecordedRequest request = server.seen();
    assertThat(request.getMethod()).isEqualTo("DELETE");
    assertThat(request.getHeaders().get("If-Match")).isEqualTo("*");
  }

  @Test
  void tracingOptions_areSentAsHeaders() {
    server.json(200, STORED);

    twins.getTwin(
        "room-21",
        Room.class,
        CallOption.requestId("call-1"),
        CallOption.traceparent("00-3d1a1337ae39f8d96a8a75240a434f7d-64a0cb7269c72551-00"),
        CallOption.timeout(Duration.ofSeconds(Long.MAX_VALUE)));

    RecordedRequest request = server.seen();
    assertThat(request.getHeaders().get("x-ms-client-request-id")).isEqualTo("call-1");
    assertThat(request.getHeaders().get("x-ms-return-client-request-id")).isEqualTo("true");
    assertThat(request.getHeaders().get("traceparent")).startsWith("00-3d1a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a..b",
        "...",
        "100%",
        "%2e%2e",
        "%2F",
        "a;b=c",
        "dtmi:example:Room;1",
        "it's",
        "\"quoted\"",
        "räumchen 部屋 🏠",
        "a+b",
        "a?b#c",
        "back\\slash",
        "line\nbreak\ttab",
        "~x_y.z-"
      })
  void idOfAnyCharacters_isSentUnchanged(String id) {
    server.json(200, STORED);

    twins.getTwin(id, Room.class);

    RecordedRequest request = server.seen();
    assertThat(request.getUrl().pathSegments()).containsExactly("digitaltwins", id);
    assertThat(request.getTarget()).matches("/digitaltwins/[A-Za-z0-9%._~-]+\\?api-version=.*");
  }

  @Test
  void idOf2000Characters_isSentUnchanged() {
    String id = "x/".repeat(1000);
    server.json(200, STORED);

    twins.getTwin(id, Room.class);

    assertThat(server.seen().getUrl().pathSegments()).containsExactly("digitaltwins", id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "half \ud83c a character"})
  void idNotAllowedInUrl_isNotSent(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> twins.getTwin(id, Room.class));
    assertThatIllegalArgumentException().isThrownBy(() -> twins.deleteTwin(id));
    assertThatIllegalArgumentException().isThrownBy(() -> twins.relationships(id));
    assertThatIllegalArgumentException().isThrownBy(() -> twins.models().get(id));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.relationships("floor").delete(id))
        .withMessageContaining("id");
    assertThat(server.web.getRequestCount()).isZero();
  }
}
