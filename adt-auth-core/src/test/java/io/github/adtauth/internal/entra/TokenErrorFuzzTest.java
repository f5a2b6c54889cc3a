package io.github.adtauth.internal.entra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AdtException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import io.github.adtauth.internal.oauth.ClaimsParameter;
import java.time.Clock;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz test: any error body yields an {@link AdtException} that can be displayed. */
public class TokenErrorFuzzTest {
  private static final int[] STATUS = {400, 401, 403, 429, 500, 200};

  @TestFactory
  Stream<DynamicTest> tokenError() {
    return Fuzz.of("token-error", TokenErrorFuzzTest::fuzzerTestOneInput)
        .words("\"error\":", "\"error_description\":\"", "\"claims\":", "\"suberror\":", "AADSTS")
        .words("\"invalid_grant\"", "\"error_codes\":[", "secret=" + Shown.SECRET, Shown.SECRET)
        .words(
            "\\u0085",
            "\\u202e",
            "\\u001b",
            "\\r\\n",
            "\"basic_action\"",
            "\"interaction_required\"")
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String body = new String(input, UTF_8);
    int status = STATUS[body.length() % STATUS.length];
    for (GrantType grant : GrantType.values()) {
      check(
          TokenErrorMapper.toException(
              grant, status, Headers.of("Retry-After", "3"), body, Clock.systemUTC()));
    }
    TokenErrorResponse asked = TokenErrorResponse.fromAuthorizationResponse(body, body);
    check(TokenErrorMapper.toException(GrantType.AUTHORIZATION_CODE, asked));
  }

  private static void check(AdtException rejection) {
    Shown.check(rejection);
    Shown.check(rejection.errorCode().orElse(""));
    Shown.check(rejection.suberror().orElse(""));
    assertThat(rejection.aadstsCodes()).hasSizeLessThanOrEqualTo(16).allMatch(code -> code >= 0);
    assertThat(rejection.correlationId().orElse("")).matches("[0-9A-Fa-f-]*");
    if (rejection instanceof InteractionRequiredException demand) {
      assertThat(demand.claims().isEmpty() || ClaimsParameter.isClaims(demand.claims().get()))
          .isTrue();
    }
  }
}
