package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation of twins, their IDs and request bodies. */
final class TwinValidationTest {
  private static final String ROOM =
      """
      [{"@id": "dtmi:example:room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": ["Property", "Temperature"], "name": "temperature", "schema": "double",
           "unit": "degreeCelsius"},
          {"@type": "Property", "name": "label", "schema": "string"},
          {"@type": "Property", "name": "occupied", "schema": "boolean"},
          {"@type": "Property", "name": "seats", "schema": "integer"},
          {"@type": "Property", "name": "serial", "schema": "long"},
          {"@type": "Property", "name": "seen", "schema": "dateTime"},
          {"@type": "Property", "name": "day", "schema": "date"},
          {"@type": "Property", "name": "hour", "schema": "time"},
          {"@type": "Property", "name": "span", "schema": "duration"},
          {"@type": "Property", "name": "state", "schema": {"@type": "Enum",
            "valueSchema": "string", "enumValues": [{"name": "on", "enumValue": "ON"}]}},
          {"@type": "Property", "name": "place", "schema": {"@type": "Object",
            "fields": [{"name": "x", "schema": "integer"}, {"name": "y", "schema": "integer"}]}},
          {"@type": "Property", "name": "tags", "schema": {"@type": "Map",
            "mapKey": {"name": "k", "schema": "string"},
            "mapValue": {"name": "v", "schema": "boolean"}}},
          {"@type": "Telemetry", "name": "noise", "schema": "double"}]}]
      """;
  private static final String TWIN =
      """
      {"$dtId": null, "$etag": null, "temperature": 21, "label": "a", "place": {"x": 1},
       "$metadata": {"$model": "dtmi:example:room;1"}}
      """;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "temperature | 21.5 | true",
        "temperature | \"21\" | false",
        "label | \"x\" | true",
        "label | 1 | false",
        "label | null | false",
        "occupied | true | true",
        "occupied | \"true\" | false",
        "seats | 4 | true",
        "seats | 4.5 | false",
        "seats | 3000000000 | false",
        "serial | 3000000000 | true",
        "serial | 1e400000000 | false",
        "seen | \"2026-01-02T03:04:05.1234567Z\" | true",
        "seen | \"2026-01-02T03:04:05+02:00\" | true",
        "seen | \"yesterday\" | false",
        "day | \"2026-02-28\" | true",
        "day | \"2026-02-30\" | false",
        "hour | \"23:59:59\" | true",
        "hour | \"25:00:00\" | false",
        "span | \"P1DT2H\" | true",
        "span | \"P\" | false",
        "state | \"ON\" | true",
        "state | \"OFF\" | false",
        "place | {\"x\": 1, \"y\": 2} | true",
        "place | {\"x\": \"1\"} | false",
        "place | {\"z\": 1} | false",
        "tags | {\"a\": true} | true",
        "tags | {\"a\": 1} | false",
        "noise | 1.0 | false",
        "colour | \"red\" | false",
        "$own | 1 | false"
      })
  void propertyValue_isValidatedAgainstTheModel(String name, String value, boolean valid) {
    String body =
        "{\"$metadata\":{\"$model\":\"dtmi:example:room;1\"},\"%s\":%s}".formatted(name, value);

    Result response = http.call("PUT", "/digitaltwins/room-1", body);

    assertThat(response.status()).isEqualTo(valid ? 200 : 400);
    if (!valid) {
      assertThat(response.errorCode()).isEqualTo("ValidationFailed");
      assertThat(response.body()).contains("\"details\":[{").contains(name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a%2Bb|a+b", "a+b|a+b", "a%25b|a%b", "%24x%27|$x'", "A%3f|A?", "a%3Ab|a:b"})
  void id_isDecodedFromTheRawPath(String segment, String id) {
    http.call("PUT", "/digitaltwins/" + segment, TWIN);

    assertThat(emulator.twin(id)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "a%2Fb", "%C3%A4", "%GG"})
  void idWithUnsupportedCharacters_returns400(String segment) {
    assertThat(http.call("PUT", "/digitaltwins/" + segment, TWIN).errorCode())
        .isEqualTo("InvalidArgument");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"x\"", "{} {}", "{'a':1}", "{\"a\":NaN}"})
  void malformedBody_returns400(String body) {
    assertThat(http.call("PUT", "/digitaltwins/room-1", body).errorCode())
        .isEqualTo("InvalidArgument");
  }

  @Test
  void twinLimit_isEnforced() {
    emulator.limit(Limit.TWINS, 1);
    emulator.putTwin("room-1", TWIN);

    assertThat(http.call("PUT", "/digitaltwins/room-2", TWIN).errorCode())
        .isEqualTo("TwinLimitReached");
    assertThat(http.call("PUT", "/digitaltwins/room-1", TWIN).status()).isEqualTo(200);
  }

  @Test
  void oversizedBody_returns413() {
    String body = TWIN.replace("\"a\"", '"' + "x".repeat(33_000) + '"');

    assertThat(http.call("PUT", "/digitaltwins/room-1", body).status()).isEqualTo(413);
  }
}
