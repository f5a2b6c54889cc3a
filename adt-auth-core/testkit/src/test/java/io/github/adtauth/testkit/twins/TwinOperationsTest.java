package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creating, reading, patching and deleting twins. */
final class TwinOperationsTest {
  private static final String ROOM =
      """
      [{"@id": "dtmi:example:room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": ["Property", "Temperature"], "name": "temperature", "schema": "double",
           "unit": "degreeCelsius"},
          {"@type": "Property", "name": "label", "schema": "string"},
          {"@type": "Property", "name": "occupied", "schema": "boolean"},
          {"@type": "Property", "name": "place", "schema": {"@type": "Object",
            "fields": [{"name": "x", "schema": "integer"}, {"name": "y", "schema": "integer"}]}}]}]
      """;
  private static final String TWIN =
      """
      {"$dtId": null, "$etag": null, "temperature": 21, "label": "a", "place": {"x": 1},
       "$metadata": {"$model": "dtmi:example:room;1"}}
      """;
  private static final String TIME = "2026-03-01T10:20:30.1234567Z";

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(ROOM);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void put_returnsTwinAndETag() {
    Result response = http.call("PUT", "/digitaltwins/room-1", TWIN);

    assertThat(response.status()).isEqualTo(200);
    JsonObject twin = response.json();
    assertThat(twin.keySet())
        .containsExactly("$dtId", "$etag", "temperature", "label", "place", "$metadata");
    assertThat(twin.get("$dtId").getAsString()).isEqualTo("room-1");
    assertThat(response.headers().get("ETag"))
        .isEqualTo(twin.get("$etag").getAsString())
        .matches("W/\"[0-9a-f-]{36}\"");
    assertThat(twin.getAsJsonObject("$metadata").toString())
        .isEqualTo(
            ("{'$model':'dtmi:example:room;1','$lastUpdateTime':'T','temperature':{'lastUpdateTime':"
                    + "'T'},'label':{'lastUpdateTime':'T'},'place':{'lastUpdateTime':'T'}}")
                .replace('\'', '"')
                .replace("\"T\"", '"' + TIME + '"'));
    assertThat(http.get("/digitaltwins/room-1").json()).isEqualTo(twin);
    assertThat(emulator.twin("room-1")).isEqualTo(twin);
    assertThat(emulator.twinCount()).isEqualTo(1);
  }

  @Test
  void missingTwin_returnsRecorded404() {
    Result response = http.get("/digitaltwins/someNonExistantTwin");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().get("x-ms-error-code")).isEqualTo("DigitalTwinNotFound");
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"DigitalTwinNotFound\",\"message\":\"There is no digital twin"
                + " instance that exists with the ID someNonExistantTwin. Please verify that the"
                + " twin id is valid and ensure that the twin is not deleted. See section on"
                + " querying the twins https://aka.ms/adtv2query.\"}}");
  }

  @Test
  void unknownModel_returnsRecordedValidationError() {
    Result response =
        http.call("PUT", "/digitaltwins/b", "{\"$metadata\":{\"$model\":\"dtmi:x:Building;2\"}}");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"ValidationFailed\",\"message\":\"Invalid twin specified\","
                + "\"details\":[{\"code\":\"ValidationFailed\",\"message\":\"dtmi:x:Building;2 or"
                + " one of its dependencies does not exist.\"}]}}");
  }

  @Test
  void ifNoneMatchStar_createsButDoesNotReplace() {
    assertThat(http.call("PUT", "/digitaltwins/room-1", TWIN, "If-None-Match", "*").status())
        .isEqualTo(200);
    Result second = http.call("PUT", "/digitaltwins/room-1", TWIN, "If-None-Match", "*");

    assertThat(second.status()).isEqualTo(412);
    assertThat(second.errorCode()).isEqualTo("PreconditionFailed");
    assertThat(second.errorMessage())
        .isEqualTo(
            "If-None-Match: * header was specified but a twin with the id room-1 was found. Please"
                + " specify a different twin id.");
    assertThat(http.call("PUT", "/digitaltwins/room-1", TWIN).status()).isEqualTo(200);
  }

  @Test
  void recordedPatch_isApplied() {
    Result put = http.call("PUT", "/digitaltwins/room-1", TWIN);
    Result patch =
        http.call(
            "PATCH",
            "/digitaltwins/room-1",
            """
            [{"op":"add","path":"/occupied","value":true},
             {"op":"replace","path":"/temperature","value":70},
             {"op":"replace","path":"/$metadata/temperature/sourceTime",
              "value":"2022-01-20T02:03:00.0943478Z"},
             {"op":"add","path":"/place/y","value":2},
             {"op":"remove","path":"/label"}]
            """,
            "If-Match",
            "*");

    assertThat(patch.status()).isEqualTo(204);
    assertThat(patch.body()).isEmpty();
    JsonObject twin = http.get("/digitaltwins/room-1").json();
    assertThat(patch.headers().get("ETag"))
        .isEqualTo(twin.get("$etag").getAsString())
        .isNotEqualTo(put.headers().get("ETag"));
    assertThat(twin.get("temperature").getAsInt()).isEqualTo(70);
    assertThat(twin.get("occupied").getAsBoolean()).isTrue();
    assertThat(twin.get("place").toString()).isEqualTo("{\"x\":1,\"y\":2}");
    assertThat(twin.has("label")).isFalse();
    assertThat(twin.getAsJsonObject("$metadata").keySet())
        .containsExactlyInAnyOrder("$model", "$lastUpdateTime", "temperature", "place", "occupied");
    assertThat(twin.getAsJsonObject("$metadata").get("temperature").toString())
        .contains("\"sourceTime\":\"2022-01-20T02:03:00.0943478Z\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"op\":\"move\",\"path\":\"/temperature\",\"value\":42}] | JsonPatchInvalid",
        "[{\"op\":\"test\",\"path\":\"/temperature\",\"value\":21}] | JsonPatchInvalid",
        "[{\"op\":\"replace\",\"path\":\"temperature\",\"value\":1}] | JsonPatchInvalid",
        "[{\"op\":\"replace\",\"path\":\"/occupied\",\"value\":true}] | JsonPatchInvalid",
        "[{\"op\":\"remove\",\"path\":\"/occupied\"}] | JsonPatchInvalid",
        "[{\"op\":\"replace\",\"path\":\"/temperature\"}] | JsonPatchInvalid",
        "[{\"op\":\"add\",\"path\":\"/label/x\",\"value\":1}] | JsonPatchInvalid",
        "[{\"op\":\"replace\",\"path\":\"/$dtId\",\"value\":\"x\"}] | JsonPatchInvalid",
        "[{\"op\":\"replace\",\"path\":\"/$metadata/label/lastUpdateTime\",\"value\":1}]"
            + " | JsonPatchInvalid",
        "[\"replace\"] | JsonPatchInvalid",
        "[{\"op\":\"replace\",\"path\":\"/temperature\",\"value\":\"hot\"}] | ValidationFailed",
        "[{\"op\":\"add\",\"path\":\"/colour\",\"value\":\"red\"}] | ValidationFailed",
        "[{\"op\":\"replace\",\"path\":\"/$metadata/$model\",\"value\":\"dtmi:x:y;1\"}]"
            + " | ValidationFailed",
        "{\"op\":\"add\"} | InvalidArgument",
        "[{\"op\" | InvalidArgument",
        "[] [] | InvalidArgument"
      })
  void invalidPatch_isRejectedWithoutChanges(String patch, String code) {
    emulator.putTwin("room-1", TWIN);
    JsonObject before = emulator.twin("room-1");

    Result response = http.call("PATCH", "/digitaltwins/room-1", patch);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo(code);
    assertThat(emulator.twin("room-1")).isEqualTo(before);
  }

  @Test
  void unsupportedPatchOperation_returnsRecordedMessage() {
    emulator.putTwin("room-1", TWIN);

    Result response =
        http.call("PATCH", "/digitaltwins/room-1", "[{\"op\":\"move\",\"path\":\"/label\"}]");

    assertThat(response.errorMessage())
        .isEqualTo(
            "Unsupported operation type move. Please provide a valid patch document. See section"
                + " on update apis in the documentation https://aka.ms/adtv2twins.");
  }

  @Test
  void staleETag_returns412WithRecordedMessage() {
    emulator.putTwin("room-1", TWIN);
    String stale = "W/\"7e67a355-f19c-4c19-8a10-2d69b2d2253f\"";
    String patch = "[{\"op\":\"replace\",\"path\":\"/temperature\",\"value\":42}]";

    Result response = http.call("PATCH", "/digitaltwins/room-1", patch, "If-Match", stale);

    assertThat(response.status()).isEqualTo(412);
    assertThat(response.errorMessage())
        .isEqualTo(
            "The provided etag "
                + stale
                + " doesn't match the current etag for the resource. Please obtain and provide the"
                + " latest etag by getting the resource. See section on get apis in the"
                + " documentation https://aka.ms/adtv2twins.");
    assertThat(http.call("DELETE", "/digitaltwins/room-1", null, "If-Match", stale).status())
        .isEqualTo(412);
  }

  @Test
  void concurrentWritersWithTheSameETag_oneSucceeds() throws Exception {
    emulator.putTwin("room-1", TWIN);
    ExecutorService writers = Executors.newFixedThreadPool(2);
    CyclicBarrier start = new CyclicBarrier(2);
    try {
      for (int round = 0; round < 20; round++) {
        String etag = http.get("/digitaltwins/room-1").json().get("$etag").getAsString();
        String patch = "[{\"op\":\"replace\",\"path\":\"/temperature\",\"value\":" + round + "}]";
        Callable<Integer> writer =
            () -> {
              start.await();
              return http.call("PATCH", "/digitaltwins/room-1", patch, "If-Match", etag).status();
            };
        List<Future<Integer>> responses = writers.invokeAll(List.of(writer, writer));
        assertThat(List.of(responses.get(0).get(), responses.get(1).get()))
            .containsExactlyInAnyOrder(204, 412);
      }
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void delete_returns204AndRemovesTheTwin() {
    emulator.putTwin("room-1", TWIN);

    assertThat(http.call("DELETE", "/digitaltwins/room-1", null).status()).isEqualTo(204);
    assertThat(http.get("/digitaltwins/room-1").status()).isEqualTo(404);
    assertThat(http.call("DELETE", "/digitaltwins/room-1", null).status()).isEqualTo(404);
    assertThat(emulator.twin("room-1")).isNull();
  }

  @Test
  void putTwin_invalidTwin_throwsWithReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emulator.putTwin("x", "{\"$metadata\":{\"$model\":\"dtmi:no:no;1\"}}"))
        .withMessageContaining("dtmi:no:no;1 or one of its dependencies does not exist");
  }
}
