package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/** The shapes, byte for byte, as they were recorded. */
final class TwinsErrorsTest {
  @Test
  void serviceErrorNamesItsCodeTwice() throws IOException {
    Result answer = answer(TwinsErrors.service(400, "TimeoutError", "Too slow."));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().get("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.headers().get("x-ms-error-code")).isEqualTo("TimeoutError");
    assertThat(answer.headers().get("mise-correlation-id")).isNotNull();
    assertThat(answer.body())
        .isEqualTo("{\"error\":{\"code\":\"TimeoutError\",\"message\":\"Too slow.\"}}");
  }

  @Test
  void gatewayHasNoErrorCode() throws IOException {
    Result unauthorized = answer(TwinsErrors.unauthorized(null));
    Result tooMany = answer(TwinsErrors.tooManyRequests(10));

    assertThat(unauthorized.status()).isEqualTo(401);
    assertThat(unauthorized.headers().get("Content-Length")).isEqualTo("48");
    assertThat(unauthorized.headers().get("WWW-Authenticate")).isNull();
    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.headers().get("Content-Length")).isEqualTo("167");
    assertThat(tooMany.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(tooMany.headers().get("Retry-After")).isEqualTo("10");
  }

  @Test
  void jobsSayTooManyInAString() throws IOException {
    Result answer = answer(TwinsErrors.jobInProgress());

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body()).startsWith("\"{\\\"error\\\":{\\\"code\\\":\\\"TooManyRequests\\\"");
    assertThat(answer.headers().get("Content-Length")).isEqualTo("171");
  }

  @Test
  void strangersGetNothingOrPlainText() throws IOException {
    Result forbidden = answer(TwinsErrors.forbidden());
    Result foreign = answer(TwinsErrors.subDomainNotFound());

    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.body()).isEmpty();
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo("Sub-Domain not found");
  }

  private static Result answer(MockResponse response) throws IOException {
    try (TwinsFixture http = new TwinsFixture(request -> response)) {
      return http.get("/models");
    }
  }
}
