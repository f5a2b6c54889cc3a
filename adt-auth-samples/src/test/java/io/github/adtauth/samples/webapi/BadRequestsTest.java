package io.github.adtauth.samples.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Input of the caller that is not valid: 400 and one sentence, nothing of the implementation. */
@ExtendWith(OutputCaptureExtension.class)
class BadRequestsTest extends RoomsApiFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"temperature\": NaN}",
        "{\"temperature\": \"NaN\"}",
        "{\"temperature\": \"Infinity\"}",
        "{\"temperature\": \"-Infinity\"}",
        "{\"temperature\": \"-INF\"}",
        "{\"temperature\": 1e400}",
        "{\"temperature\": -1e999999999}",
        "{\"temperature\": \"hot\"}",
        "{\"temperature\": \"\"}",
        "{\"temperature\": true}",
        "{\"temperature\": null}",
        "{\"temperature\": [21]}",
        "{\"temperature\": {\"value\": 21}}",
        "{\"temperature\": 21",
        "{\"temperature\": 21} 22",
        "{}",
        "[]",
        "null",
        "21",
        "",
        "not JSON",
      })
  void heatingWithABadNumber_is400WithASentence(String body, CapturedOutput output) {
    String before = room();
    HttpResponse<String> response = send("PATCH", "/rooms/room-12", token(entra.alice()), body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body()).contains("temperature", "number").doesNotContain("Exception");
    assertThat(room()).isEqualTo(before);
    assertThat(output.getAll()).doesNotContain("\tat ");
  }

  @Test
  void heatingWithADigitTooMany_is400() {
    String body = "{\"temperature\": " + "9".repeat(5000) + "}";
    assertThat(send("PATCH", "/rooms/room-12", token(entra.alice()), body).statusCode())
        .isEqualTo(400);
  }

  @Test
  void otherMethodOrMediaType_isAProblemToo() {
    HttpResponse<String> method = send("PUT", "/rooms/room-12", token(entra.alice()), "{}");
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  private String room() {
    return String.valueOf(azure.twins().twin("room-12"));
  }
}
