package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/** Scripted error responses equal the recorded ones byte for byte. */
final class TwinsErrorsTest {
  @Test
  void serviceError_hasCodeInHeaderAndBody() throws IOException {
    Result response = send(TwinsErrors.service(400, "TimeoutError", "Too slow."));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers().get("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(response.headers().get("x-ms-error-code")).isEqualTo("TimeoutError");
    assertThat(response.headers().get("mise-correlation-id")).isNotNull();
    assertThat(response.body())
        .isEqualTo("{\"error\":{\"code\":\"TimeoutError\",\"message\":\"Too slow.\"}}");
  }

  @Test
  void gatewayError_hasNoErrorCode() throws IOException {
    Result unauthorized = send(TwinsErrors.unauthorized(null));
    Result tooMany = send(TwinsErrors.tooManyRequests(10));

    assertThat(unauthorized.status()).isEqualTo(401);
    assertThat(unauthorized.headers().get("Content-Length")).isEqualTo("48");
    assertThat(unauthorized.headers().get("WWW-Authenticate")).isNull();
    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.headers().get("Content-Length")).isEqualTo("167");
    assertThat(tooMany.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(tooMany.headers().get("Retry-After")).isEqualTo("10");
  }

  @Test
  void jobInProgress_isAJsonString() throws IOException {
    Result response = send(TwinsErrors.jobInProgress());

    assertThat(response.status()).isEqualTo(429);
    assertThat(response.body())
        .startsWith("\"{\\\"error\\\":{\\\"code\\\":\\\"TooManyRequests\\\"");
    assertThat(response.headers().get("Content-Length")).isEqualTo("171");
  }

  @Test
  void unauthorizedCaller_getsEmptyBodyOrPlainText() throws IOException {
    Result forbidden = send(TwinsErrors.forbidden());
    Result otherTenant = send(TwinsErrors.subDomainNotFound());

    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.body()).isEmpty();
    assertThat(otherTenant.status()).isEqualTo(404);
    assertThat(otherTenant.body()).isEqualTo("Sub-Domain not found");
  }

  private static Result send(MockResponse response) throws IOException {
    try (TwinsFixture http = new TwinsFixture(request -> response)) {
      return http.get("/models");
    }
  }
}
