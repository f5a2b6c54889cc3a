package io.github.adtauth.internal.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import io.github.adtauth.token.AccessToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any response of an identity endpoint yields an unexpired token or none. */
public class ManagedIdentityResponseFuzzTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TestFactory
  Stream<DynamicTest> identityResponse() {
    return Fuzz.of("identity-response", ManagedIdentityResponseFuzzTest::fuzzerTestOneInput)
        .words("\"expires_on\":", "\"expires_in\":", "\"refresh_in\":", "\"access_token\":")
        .words("\"error\":\"", "\"invalid_request\"", "\"1767225600\"")
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String body = new String(input, UTF_8);
    AccessToken token = ManagedIdentityResponse.parseToken(body, CLOCK);
    if (token != null) {
      Instant now = CLOCK.instant();
      assertThat(token.expiresAt()).isBetween(now.plusSeconds(1), now.plus(Duration.ofDays(30)));
      assertThat(token.refreshAt().orElse(now)).isAfterOrEqualTo(now);
      Shown.check(token.toString());
    }
    String error = ManagedIdentityResponse.parseError(body);
    if (error != null) {
      Shown.check(error);
      assertThat(error).hasSizeLessThanOrEqualTo(60);
    }
  }
}
