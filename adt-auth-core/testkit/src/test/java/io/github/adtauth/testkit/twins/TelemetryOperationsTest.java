package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Telemetry published by twins and components. */
final class TelemetryOperationsTest {
  private static final String TWIN_TELEMETRY = "/digitaltwins/room/telemetry";
  private static final String COMPONENT_TELEMETRY =
      "/digitaltwins/room/components/access/telemetry";

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
  void undeclaredTelemetry_isAcceptedAsRecorded() {
    Result twin =
        http.call(
            "POST",
            TWIN_TELEMETRY,
            "{\"Telemetry1\": 5}",
            "Message-Id",
            "8490024c",
            "Telemetry-Source-Time",
            "01/01/01 0:00:00 +00:00");
    Result component =
        http.call(
            "POST", COMPONENT_TELEMETRY, "{\"ComponentTelemetry1\": 9}", "Message-Id", "6ad533f2");

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

  /** Microsoft's SDK sends an application's JSON text as a JSON string. */
  @Test
  void jsonString_isAcceptedAsRecorded() {
    Result response =
        http.call("POST", TWIN_TELEMETRY, "\"{\\\"Telemetry1\\\": 5}\"", "Message-Id", "1");

    assertThat(response.status()).isEqualTo(204);
    assertThat(emulator.telemetry().get(0).content())
        .isEqualTo(new JsonPrimitive("{\"Telemetry1\": 5}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {TWIN_TELEMETRY, COMPONENT_TELEMETRY})
  void messageId_isRequired(String path) {
    Result response = http.call("POST", path, "{}");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo("InvalidArgument");
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
  void invalidTelemetry_isRejected(String path, String body, int status, String code) {
    Result response = http.call("POST", "/digitaltwins/" + path, body, "Message-Id", "1");

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.errorCode()).isEqualTo(code);
    assertThat(emulator.telemetry()).isEmpty();
  }

  @Test
  void reader_cannotPublish() {
    String reader = TwinsFixture.token(TwinsFixture.READER);
    String target = TWIN_TELEMETRY + "?api-version=2023-10-31";

    assertThat(http.send("POST", target, "{}", reader, "Message-Id", "1").status()).isEqualTo(403);
  }
}
