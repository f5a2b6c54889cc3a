package io.github.adtauth.internal.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.testkit.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenResponseTest {
  private final ManualTime time = new ManualTime();

  private TokenResponse parse(String body) {
    return TokenResponse.parse(body, time.clock(), RequestSecretRedactor.of(""));
  }

  private static String jwt(String payload) {
    return "h."
        + Base64.getUrlEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
        + ".s";
  }

  @Test
  void response_isParsed() {
    TokenResponse response =
        parse(
            "{\"token_type\":\"bearer\",\"access_token\":\"a.b\",\"expires_in\":\"3600\","
                + "\"refresh_in\":1800,\"refresh_token\":\"r\"}");
    assertThat(response.token().value()).isEqualTo("a.b");
    assertThat(response.token().expiresAt()).isEqualTo(time.clock().instant().plusSeconds(3600));
    assertThat(response.token().refreshAt()).contains(time.clock().instant().plusSeconds(1800));
    assertThat(response.user()).isNull();
    assertThat(response).hasToString(response.toString()).asString().doesNotContain("a.b");
  }

  @Test
  void accountWithoutClientInfo_isReadFromIdToken() {
    TokenResponse response =
        parse(
            "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":60,\"id_token\":\""
                + jwt("{\"sub\":\"s\",\"tid\":\"t\"}")
                + "\"}");
    assertThat(response.user()).isEqualTo(new IdTokenClaims("s.t", "s", "t", "s", "s"));
  }

  @Test
  void idTokenWithoutUser_hasNoAccount() {
    for (String nobody : new String[] {"{}", "{\"tid\":\"t\"}", "{\"sub\":\" \",\"tid\":\"t\"}"}) {
      TokenResponse response =
          parse(
              "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":60,\"id_token\":\""
                  + jwt(nobody)
                  + "\"}");
      assertThat(response.user()).as(nobody).isNull();
    }
  }

  @Test
  void userIds_areBounded() {
    for (String id : new String[] {"x".repeat(300), "a b", "a\\u001b[31m", "a\\u202eb"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  parse(
                      "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":60,"
                          + "\"id_token\":\""
                          + jwt("{\"oid\":\"" + id + "\",\"tid\":\"t\"}")
                          + "\"}"))
          .withMessage("the user ID contains unsupported characters");
    }
  }

  @Test
  void lifetime_isBounded() {
    assertThat(
            parse("{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":9999999999999}")
                .token()
                .expiresAt())
        .isEqualTo(time.clock().instant().plus(Duration.ofDays(30)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"x\"",
        "{}",
        "{\"token_type\":\"Bearer\"}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"a\"}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":\"soon\"}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":0}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":[1]}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"a\\r\\nX: y\",\"expires_in\":60}",
        "{\"token_type\":\"Bearer\",\"access_token\":{},\"expires_in\":60}",
        "{\"token_type\":\"mac\",\"access_token\":\"a\",\"expires_in\":60}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":60,"
            + "\"id_token\":\"a.###.c\"}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":60,"
            + "\"id_token\":\"a.bnVsbA.c\"}",
      })
  void malformedResponse_isRejected(String body) {
    assertThatThrownBy(() -> parse(body)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void randomBody_throwsTypedException() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String good =
        "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"expires_in\":60,\"id_token\":\""
            + jwt("{\"sub\":\"s\"}")
            + "\",\"client_info\":\"e30\"}";
    for (int i = 0; i < 20_000; i++) {
      char[] text = good.toCharArray();
      for (int j = 0; j <= random.nextInt(4); j++) {
        text[random.nextInt(text.length)] = (char) random.nextInt(128);
      }
      try {
        parse(new String(text));
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotEmpty();
      }
    }
  }
}
