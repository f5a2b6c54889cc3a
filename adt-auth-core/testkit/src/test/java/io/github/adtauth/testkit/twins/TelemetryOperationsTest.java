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

final class TelemetryOperationsTest {
  private static final String OF_TWIN = "/digitaltwins/room/telemetry";
  private static final String OF_COMPONENT = "/digitaltwins/room/components/access/telemetry";

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(ComponentOperationsTest.MODELS);
    emulator.putTwin("room", ComponentOperationsTest.ROOM);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void recordedTelemetryIsTakenThoughNoModelDeclaresIt() {
    Result twin =
        http.call(
            "POST",
            OF_TWIN,
            "{\"Telemetry1\": 5}",
            "Message-Id",
            "8490024c",
            "Telemetry-Source-Time",
            "01/01/01 0:00:00 +00:00");
    Result component =
        http.call("POST", OF_COMPONENT, "{\"ComponentTelemetry1\": 9}", "Message-Id", "6ad533f2");

    assertThat(twin.status()).isEqualTo(204);
    assertThat(twin.body()).isEmpty();
    assertThat(component.status()).isEqualTo(204);
    assertThat(emulator.telemetry())
        .containsExactly(
            new Telemetry(
                "room",
                null,
                "8490024c",
                "01/01/01 0:00:00 +00:00",
                Json.readObject("{\"Telemetry1\":5}")),
            new Telemetry(
                "room",
                "access",
                "6ad533f2",
                null,
                Json.readObject("{\"ComponentTelemetry1\":9}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {OF_TWIN, OF_COMPONENT})
  void messageIdIsRequired(String path) {
    Result answer = http.call("POST", path, "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("InvalidArgument");
    assertThat(emulator.telemetry()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "none/telemetry | {} | 404 | DigitalTwinNotFound",
        "a%20b/telemetry | {} | 400 | InvalidArgument",
        "room/components/none/telemetry | {} | 404 | ComponentNotFound",
        "room/telemetry | 5 | 400 | ValidationFailed",
        "room/telemetry | { | 400 | InvalidArgument",
      })
  void badTelemetryIsRefused(String path, String body, int status, String code) {
    Result answer = http.call("POST", "/digitaltwins/" + path, body, "Message-Id", "1");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.errorCode()).isEqualTo(code);
    assertThat(emulator.telemetry()).isEmpty();
  }

  @Test
  void readerMaySendNone() {
    String reader = TwinsFixture.token(TwinsFixture.READER);
    String target = OF_TWIN + "?api-version=2023-10-31";

    assertThat(http.send("POST", target, "{}", reader, "Message-Id", "1").status()).isEqualTo(403);
  }
}
