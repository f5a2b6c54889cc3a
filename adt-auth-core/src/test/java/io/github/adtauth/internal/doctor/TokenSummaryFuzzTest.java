package io.github.adtauth.internal.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any token yields a summary or null. The signature is not verified. */
public class TokenSummaryFuzzTest {
  @TestFactory
  Stream<DynamicTest> jwt() {
    return Fuzz.of("jwt-claims", TokenSummaryFuzzTest::fuzzerTestOneInput)
        .words(
            "\"aud\":", "\"scp\":", "\"exp\":", "\"iss\":", "\"appid\":", "[\"a\",\"b\"]", "[[]]")
        .tests();
  }

  /** The input is a token, and the claims of another one. */
  public static void fuzzerTestOneInput(byte[] input) {
    parse(new String(input, UTF_8));
    parse(
        "eyJhbGciOiJub25lIn0."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(input)
            + ".c2ln");
  }

  private static void parse(String token) {
    TokenSummary claims = TokenSummary.parse(token);
    if (claims == null) {
      return;
    }
    // Issuer and audience are displayed, because they are not secrets.
    Shown.check(claims.summary().replace(Shown.SECRET, ""));
    Shown.check(claims.toString());
    for (String name : List.of("aud", "scp", "iss", "exp", "roles", "")) {
      Shown.check(claims.text(name).replace(Shown.SECRET, ""));
      assertThat(claims.text(name).length()).isLessThanOrEqualTo(101);
      assertThat(claims.texts(name)).hasSizeLessThanOrEqualTo(10);
    }
    Instant end = claims.expiresAt();
    assertThat(end == null || !end.isBefore(Instant.EPOCH)).isTrue();
    assertThat(claims.hasScope(Shown.SECRET + "x")).isFalse();
  }
}
