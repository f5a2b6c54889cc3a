package io.github.adtauth.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link JwtClaims}. */
class JwtClaimsTest {
  private static final String HEADER = encode("{\"alg\":\"none\"}");
  private static final String SIGNATURE = "c2ln";

  @Test
  void signedToken_isParsed() {
    JwtClaims claims = claims("{\"oid\": \"a\", \"aud\": [\"b\", 1, \"c\"], \"tid\": \" \"}");
    assertThat(claims.string("oid")).isEqualTo("a");
    assertThat(claims.string("tid")).as("blank").isNull();
    assertThat(claims.string("aud")).as("array").isNull();
    assertThat(claims.strings("aud")).containsExactly("b", "c");
    assertThat(claims.strings("oid")).containsExactly("a");
    assertThat(claims.strings("tid")).isEmpty();
    assertThat(claims.json().has("oid")).isTrue();
    assertThat(claims).asString().doesNotContain("a\"");
  }

  @Test
  void numericDate_isRead() {
    assertThat(claims("{\"exp\": 1700000000}").instant("exp"))
        .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(claims("{\"exp\": 1.9}").instant("exp")).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(claims("{\"exp\": 253402300799}").instant("exp")).isEqualTo("9999-12-31T23:59:59Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "253402300800", "1e300", "\"1700000000\"", "true", "null", "[1]", "{}"})
  void invalidDate_isAbsent(String value) {
    assertThat(claims("{\"exp\": " + value + "}").instant("exp")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a", "a.b", "opaque.token.value"})
  void otherText_isNotParsed(String token) {
    assertThat(JwtClaims.parse(token)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "{", "{}{}", "{\"a\":1,}", "{'a':1}"})
  void payloadOtherThanObject_isNotParsed(String payload) {
    assertThat(parse(payload)).isNull();
    assertThat(JwtClaims.parsePart(encode(payload))).isNull();
  }

  @Test
  void malformedPart_isNotParsed() {
    String payload = encode("{\"a\":1}"); // 7 bytes: the last character has four unused bits
    assertThat(JwtClaims.parsePart(payload)).isNotNull();
    assertThat(JwtClaims.parse("e30." + payload + ".")).as("empty signature").isNull();
    assertThat(JwtClaims.parse("x." + payload + "." + SIGNATURE)).as("header").isNull();
    assertThat(JwtClaims.parse(HEADER + "." + payload + "=." + SIGNATURE)).as("padding").isNull();
    assertThat(JwtClaims.parse(HEADER + "." + payload + ".c2l+")).as("alphabet").isNull();
    assertThat(JwtClaims.parse(HEADER + "." + payload + "." + SIGNATURE + ".c2ln.c2ln"))
        .as("five parts")
        .isNull();
  }

  @Test
  void unusedBits_mustBeZero() {
    String payload = encode("{\"a\":1}");
    char last = payload.charAt(payload.length() - 1);
    String other = payload.substring(0, payload.length() - 1) + (char) (last + 1);
    assertThat(Base64.getUrlDecoder().decode(other))
        .as("the JDK decodes both spellings")
        .isEqualTo(Base64.getUrlDecoder().decode(payload));
    assertThat(JwtClaims.parsePart(other)).isNull();
  }

  @Test
  void longToken_isNotParsed() {
    String token = HEADER + "." + encode("{\"a\":\"" + "x".repeat(64 << 10) + "\"}") + ".c2ln";
    assertThat(JwtClaims.parse(token)).isNull();
    assertThat(JwtClaims.parsePart(token)).isNull();
  }

  @Test
  void deeplyNestedToken_isNotParsed() {
    assertThat(parse("{\"a\":" + "[".repeat(10) + "]".repeat(10) + "}")).isNotNull();
    assertThat(parse("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}")).isNull();
  }

  private static JwtClaims claims(String payload) {
    JwtClaims claims = parse(payload);
    assertThat(claims).isNotNull();
    return claims;
  }

  private static @Nullable JwtClaims parse(String payload) {
    return JwtClaims.parse(HEADER + "." + encode(payload) + "." + SIGNATURE);
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
