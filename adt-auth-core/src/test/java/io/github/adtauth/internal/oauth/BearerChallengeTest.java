package io.github.adtauth.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerChallengeTest {
  /** Encodes to both characters in which the alphabets differ, and to padding. */
  private static final String CLAIMS = "{\"access_token\":{\"acrs\":{\"value\":\"a~~~???>>>ÿÿ\"}}}";

  private static final String STANDARD =
      Base64.getEncoder().encodeToString(CLAIMS.getBytes(StandardCharsets.UTF_8));
  private static final String URL =
      Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(CLAIMS.getBytes(StandardCharsets.UTF_8));

  @Test
  void base64Alphabets_differ() {
    assertThat(STANDARD).isNotEqualTo(URL).endsWith("=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer error=\"insufficient_claims\", claims=\"%S\"",
        "Bearer error=\"insufficient_claims\", claims=\"%U\"",
        "Bearer error=insufficient_claims, claims=%S",
        "Bearer error=insufficient_claims,claims=%U",
        "bearer ERROR=\"insufficient_claims\" Claims=\"%S\"",
        "Bearer realm=\"\", authorization_uri=\"https://login/authorize\", "
            + "error=\"insufficient_claims\", claims=\"%S\"",
        "Basic realm=\"x, y=\\\"z\", Bearer error=\"insufficient_claims\", claims=\"%S\"",
        "Bearer realm=\"a\", Bearer error=\"insufficient_claims\", claims=\"%S\", Basic realm=b",
        "Negotiate abc==, Bearer error = \"insufficient_claims\" , claims = \"%S\"",
        "Negotiate, Bearer claims=\"%S\", error=\"insufficient_claims\"",
        "Bearer error=\"insufficient_claims\", claims=\"%S",
        "realm=\"of no scheme\", Bearer error=\"insufficient_claims\", claims=\"%S\"",
      })
  void claims_areReadInAnyForm(String header) {
    String value = header.replace("%S", STANDARD).replace("%U", URL);
    assertThat(BearerChallenge.parse(List.of(value)))
        .hasValueSatisfying(c -> assertThat(c.claims()).isEqualTo(CLAIMS));
  }

  @Test
  void claimsInAnyHeader_areFound() {
    assertThat(
            BearerChallenge.parse(
                List.of(
                    "Bearer error=\"invalid_token\"",
                    "Bearer error=\"insufficient_claims\", claims=\"" + STANDARD + "\"")))
        .hasValueSatisfying(c -> assertThat(c.claims()).isEqualTo(CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer error=\"invalid_token\", claims=\"%S\"",
        "Bearer claims=\"%S\"",
        "Bearer error=\"insufficient_claims\", claims=\"###\"",
        "Bearer error=\"insufficient_claims\", claims=\"bm90IGpzb24=\"",
        "Bearer error=\"insufficient_claims\", claims=\"W10=\"",
        "Bearer error=\"insufficient_claims\", claims=",
        "Bearer error=\"insufficient_claims\"",
        "Digest error=\"insufficient_claims\", claims=\"%S\", Bearer realm=\"x\"",
      })
  void otherChallenge_hasNoClaims(String header) {
    assertThat(BearerChallenge.parse(List.of(header.replace("%S", STANDARD))))
        .hasValueSatisfying(c -> assertThat(c.claims()).isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic realm=\"x\"", "=", "\"", ",,,", "a=b", "BearerX error=x"})
  void otherScheme_isNotBearerChallenge(String header) {
    assertThat(BearerChallenge.parse(List.of(header))).isEmpty();
  }

  @Test
  void headerOf16Kilobytes_isRead() {
    String start = "Bearer error=\"insufficient_claims\", claims=\"" + STANDARD + "\", x=\"";
    String header = start + "a".repeat((16 << 10) - start.length() - 1) + "\"";
    assertThat(BearerChallenge.parse(List.of(header)))
        .hasValueSatisfying(c -> assertThat(c.claims()).isEqualTo(CLAIMS));
    assertThat(BearerChallenge.parse(List.of(header + " "))).isEmpty();
  }

  @Test
  void oversizedHeader_isSkipped() {
    String header =
        "Bearer error=\"insufficient_claims\", x=\""
            + "a".repeat(20_000)
            + "\", claims="
            + STANDARD;
    assertThat(BearerChallenge.parse(List.of(header))).isEmpty();
  }

  @Test
  void arbitraryInput_neverThrows() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String alphabet = "Bearer error=\"insufficient_claims\",\\ \t{}==++--//claims=" + STANDARD;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("Bearer ");
      int length = random.nextInt(60);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(BearerChallenge.parse(List.of(text.toString()))).as("seed %d", seed).isNotNull();
    }
  }
}
