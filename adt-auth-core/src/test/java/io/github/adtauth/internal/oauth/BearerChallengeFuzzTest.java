package io.github.adtauth.internal.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz test: no header throws an exception or yields claims that it does not contain. */
public class BearerChallengeFuzzTest {
  @TestFactory
  Stream<DynamicTest> challenge() {
    return Fuzz.of("challenge", BearerChallengeFuzzTest::fuzzerTestOneInput)
        .words("Bearer ", "bearer ", "Basic ", "error=", "\"insufficient_claims\"", "claims=")
        .words("e30=", "eyJhIjoxfQ", "\", ", "\\\"", "+", "/", "-", "_", ", ")
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    List<String> headers = List.of(new String(input, UTF_8).split("\n", -1));
    Optional<BearerChallenge> first = BearerChallenge.parse(headers);
    assertThat(BearerChallenge.parse(headers)).isEqualTo(first);
    String all = String.join("\n", headers);
    if (first.isEmpty()) {
      return;
    }
    assertThat(all.toLowerCase(java.util.Locale.ROOT)).contains("bearer");
    String error = first.get().error();
    assertThat(unescaped(all)).contains(error == null ? "" : unescaped(error));
    String claims = first.get().claims();
    if (claims == null) {
      return;
    }
    assertThat(error).isEqualTo("insufficient_claims");
    assertThat(ClaimsParameter.isClaims(claims)).isTrue();
    assertThat(claims.length()).isLessThanOrEqualTo(16 << 10);
    String asked = ClaimsParameter.withCapability(claims, true);
    assertThat(asked).contains("cp1");
    assertThat(ClaimsParameter.withCapability(asked, true))
        .as("capability is added once")
        .isEqualTo(asked);
    if (claims.indexOf('\uFFFD') < 0) {
      String encoded =
          Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
      assertThat(plain(all)).contains(encoded.substring(0, encoded.length() - 1));
    }
  }

  private static String unescaped(String text) {
    return text.replace("\\", "");
  }

  private static String plain(String header) {
    return unescaped(header).replace('+', '-').replace('/', '_').replace("=", "");
  }
}
