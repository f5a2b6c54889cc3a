package io.github.adtauth.internal.entra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz test: any body yields a token with a lifetime, or an error that does not quote it. */
public class TokenResponseFuzzTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final String IN_FRONT =
      "{\"token_type\":\"Bearer\",\"expires_in\":60,\"access_token\":\"a\",\"id_token\":\"e30.";

  @TestFactory
  Stream<DynamicTest> tokenResponse() {
    return Fuzz.of("token-response", TokenResponseFuzzTest::fuzzerTestOneInput)
        .words("\"expires_in\":", "\"access_token\":", "\"token_type\":", "\"refresh_in\":")
        .words("\"id_token\":\"", "\"client_info\":\"", "\"oid\":", "\"sub\":", Shown.SECRET)
        .tests();
  }

  /** Uses the input as a response, and as the claims of an ID token. */
  public static void fuzzerTestOneInput(byte[] input) {
    read(new String(input, UTF_8));
    read(IN_FRONT + Base64.getUrlEncoder().withoutPadding().encodeToString(input) + ".\"}");
  }

  private static void read(String body) {
    try {
      TokenResponse response = TokenResponse.parse(body, CLOCK, RequestSecretRedactor.of(""));
      Instant now = CLOCK.instant();
      assertThat(response.token().expiresAt())
          .isBetween(now.plusSeconds(1), now.plus(Duration.ofDays(30)));
      assertThat(response.token().refreshAt().orElse(now.plusSeconds(1))).isAfter(now);
      assertThat(response.token().value()).matches("[!-~]+");
      Shown.check(String.valueOf(response.token()));
      if (response.user() != null) {
        assertThat(response.user().objectId()).isNotBlank();
        // A lone surrogate cannot be encoded, so it must not be part of a key.
        assertThat(UTF_8.newEncoder().canEncode(response.user().id())).isTrue();
      }
    } catch (IllegalArgumentException e) {
      Shown.check(e);
    }
  }
}
