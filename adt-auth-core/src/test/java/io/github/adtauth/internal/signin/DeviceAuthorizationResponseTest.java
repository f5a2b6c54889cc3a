package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceAuthorizationResponseTest {
  private static final String GOOD =
      "\"device_code\":\"d\",\"user_code\":\"U\",\"verification_uri\":\"https://m/d\"";

  @Test
  void missingIntervalAndLifetime_haveDefaults() {
    DeviceAuthorizationResponse device = DeviceAuthorizationResponse.parse("{" + GOOD + "}");
    assertThat(device.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(device.timeLeft()).isEqualTo(Duration.ofMinutes(15));
    assertThat(device).asString().doesNotContain("\"d\"").contains("***");
  }

  @Test
  void extremeNumbers_areBounded() {
    DeviceAuthorizationResponse device =
        DeviceAuthorizationResponse.parse(
            "{" + GOOD + ",\"interval\":-3,\"expires_in\":999999999}");
    assertThat(device.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(device.timeLeft()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{\"device_code\":\"d\"}",
        "{\"device_code\":\"d\",\"user_code\":\"U\",\"verification_uri\":\"http://m/d\"}",
        "{\"device_code\":\"d\",\"user_code\":\"U\",\"verification_uri\":\"not a url\"}",
        "{\"device_code\":\"\",\"user_code\":\"U\",\"verification_uri\":\"https://m/d\"}",
      })
  void malformedResponse_isRejected(String body) {
    assertThatThrownBy(() -> DeviceAuthorizationResponse.parse(body))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
