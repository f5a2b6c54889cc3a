package io.github.adtauth.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.token.AccessToken;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTimeTest {
  private static final Instant EXPECTED = Instant.parse("2017-09-14T13:02:03Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1505394123",
        "1505394123.0",
        " 1505394123 ",
        "9/14/2017 13:02:03 +00:00",
        "09/14/2017 1:02:03 PM +00:00",
        "9/14/2017 01:02:03 pm +00:00",
        "9/14/2017 13:02:03 PM +00:00",
        "9/14/2017 15:02:03 +02:00",
        "9/14/2017 13:02:03",
        "9/14/2017 1:02:03 PM",
        "2017-09-14T13:02:03Z",
        "2017-09-14T13:02:03.0000000Z",
        "2017-09-14T13:02:03.1234567+00:00",
        "2017-09-14 13:02:03 +00:00",
        "2017-09-14 13:02:03Z",
        "2017-09-14T15:02:03+0200",
        "2017-09-14T13:02:03",
      })
  void numberOrDate_isRead(String text) {
    assertThat(Objects.requireNonNull(ExpiryTime.parse(text)).getEpochSecond())
        .isEqualTo(EXPECTED.getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource({
    "9/14/2017 12:00:00 AM +00:00, 2017-09-14T00:00:00Z",
    "9/14/2017 12:00:00 PM +00:00, 2017-09-14T12:00:00Z",
    "09/14/2017 00:00:00 PM +00:00, 2017-09-14T12:00:00Z",
    "9/14/2017 0:00:00 AM +00:00, 2017-09-14T00:00:00Z",
  })
  void noonAndMidnight_areDistinguished(String text, Instant expected) {
    assertThat(ExpiryTime.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "-1",
        "NaN",
        "1e9",
        "0x7p3",
        "14/14/2017 1:02:03",
        "2017-13-14T13:02:03Z",
        "2017-09-14",
        "9/14/2017 25:02:03",
        "2017-09-14T13:02:03+99:00"
      })
  void anythingElse_isNotATime(String text) {
    assertThat(ExpiryTime.parse(text)).isNull();
  }

  @Test
  void responseWithADate_isAToken() {
    Clock clock = Clock.fixed(EXPECTED.minusSeconds(600), ZoneOffset.UTC);
    AccessToken token =
        ManagedIdentityResponse.parseToken(
            "{\"access_token\":\"t\",\"expires_on\":\"9/14/2017 1:02:03 PM +00:00\"}", clock);
    assertThat(Objects.requireNonNull(token).expiresAt()).isEqualTo(EXPECTED);
  }
}
