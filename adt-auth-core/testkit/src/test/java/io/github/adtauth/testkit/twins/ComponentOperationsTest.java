package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading and patching a component of a twin. */
final class ComponentOperationsTest {
  static final String MODELS =
      """
      [{"@id": "dtmi:example:wifi;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": "Property", "name": "router", "schema": "string"},
          {"@type": "Property", "name": "network", "schema": "string"}]},
       {"@id": "dtmi:example:wifiroom;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": "Property", "name": "place", "schema": {"@type": "Object",
            "fields": [{"name": "x", "schema": "integer"}]}},
          {"@type": "Component", "name": "access", "schema": "dtmi:example:wifi;1"}]}]
      """;
  static final String ROOM =
      """
      {"$metadata": {"$model": "dtmi:example:wifiroom;1"}, "place": {"x": 1},
       "access": {"$metadata": {}, "router": "Cisco1", "network": "Room1"}}
      """;
  private static final String ACCESS = "/digitaltwins/room/components/access";
  private static final String PATCH =
      "[{\"op\":\"replace\",\"path\":\"/network\",\"value\":\"New Network\"}]";

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(MODELS);
    emulator.putTwin("room", ROOM);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void get_returnsTheETagOfTheTwin() {
    Result response = http.get(ACCESS);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().get("ETag"))
        .isEqualTo(http.get("/digitaltwins/room").headers().get("ETag"))
        .startsWith("W/\"");
    assertThat(response.body())
        .isEqualTo(
            ("{'router':'Cisco1','network':'Room1','$metadata':{'$lastUpdateTime':'T',"
                    + "'router':{'lastUpdateTime':'T'},'network':{'lastUpdateTime':'T'}}}")
                .replace('\'', '"')
                .replace("\"T\"", "\"2026-03-01T10:20:30.1234567Z\""));
  }

  @Test
  void patch_changesComponentAndETagOfTheTwin() {
    String before = http.get(ACCESS).headers().get("ETag") + "";

    Result response = http.call("PATCH", ACCESS, PATCH, "If-Match", before);

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().get("ETag"))
        .isEqualTo(http.get("/digitaltwins/room").headers().get("ETag"))
        .isNotEqualTo(before);
    assertThat(http.get(ACCESS).json().get("network").getAsString()).isEqualTo("New Network");
    Result stale = http.call("PATCH", ACCESS, PATCH, "If-Match", before);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.errorCode()).isEqualTo("PreconditionFailed");
  }

  @Test
  void unknownComponent_returnsRecorded404() {
    Result response = http.get("/digitaltwins/room/components/Component3");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.errorCode()).isEqualTo("ComponentNotFound");
    assertThat(response.errorMessage())
        .isEqualTo(
            "room does not have component Component3 Please verify that the component path is"
                + " correct. You can get components by getting the twin, See example"
                + " http://aka.ms/TwinGetSwSmpl.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "none/components/access | /network | replace | \"x\" | 404 | DigitalTwinNotFound",
        "room/components/none | /network | replace | \"x\" | 404 | ComponentNotFound",
        "room/components/place | /x | replace | 1 | 404 | ComponentNotFound",
        "room/components/a%20b | /network | replace | \"x\" | 400 | InvalidArgument",
        "room/components/access | /network | move | \"x\" | 400 | JsonPatchInvalid",
        "room/components/access | /network | replace | 1 | 400 | ValidationFailed",
        "room/components/access | /place | add | {} | 400 | ValidationFailed",
      })
  void invalidPatch_isRejectedWithoutChanges(
      String component, String path, String op, String value, int status, String code) {
    String patch = "[{\"op\":\"%s\",\"path\":\"%s\",\"value\":%s}]".formatted(op, path, value);
    String before = emulator.twin("room") + "";

    Result response = http.call("PATCH", "/digitaltwins/" + component, patch);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.errorCode()).isEqualTo(code);
    assertThat(emulator.twin("room") + "").isEqualTo(before);
  }

  @Test
  void reader_canReadButNotPatch() {
    String reader = TwinsFixture.token(TwinsFixture.READER);
    String target = ACCESS + "?api-version=2023-10-31";

    assertThat(http.send("GET", target, null, reader).status()).isEqualTo(200);
    assertThat(http.send("PATCH", target, PATCH, reader).status()).isEqualTo(403);
  }
}
