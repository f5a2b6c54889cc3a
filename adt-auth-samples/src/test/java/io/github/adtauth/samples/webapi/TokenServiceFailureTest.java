package io.github.adtauth.samples.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.http.Faults;
import java.net.http.HttpResponse;
import java.time.Duration;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Failures that the caller cannot fix: a problem without internals, and a line in the log. */
@ExtendWith(OutputCaptureExtension.class)
class TokenServiceFailureTest extends RoomsApiFixture {
  private static final String ENTRA = "login.microsoftonline.com";

  @AfterEach
  void recover() {
    azure.script(ENTRA).clear();
    time.advance(Duration.ofHours(2)); // longer than any failure is cached
  }

  @Test
  void wrongSecret_isAProblem_andALogLineForTheOperator(CapturedOutput output) {
    azure
        .script(ENTRA)
        .alwaysWhen(
            request -> request.path().endsWith("/token"),
            new MockResponse.Builder()
                .code(401)
                .addHeader("Content-Type", "application/json")
                .body(
                    "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid"
                        + " client secret provided.\",\"error_codes\":[7000215]}")
                .build());
    HttpResponse<String> response = get("/rooms", token(entra.alice()));
    assertProblem(response, 500);
    assertThat(response.body()).contains("Its operator").doesNotContain("secret");
    assertThat(output.getAll()).contains("WARN").contains("AADSTS7000215").doesNotContain("\tat ");
  }

  @Test
  void unavailableTokenService_is503_withRetryAfter(CapturedOutput output) {
    azure
        .script(ENTRA)
        .alwaysWhen(
            request -> request.path().endsWith("/token"),
            Faults.throttled(100)); // too long for a call to wait
    HttpResponse<String> response = get("/rooms", token(entra.alice()));
    assertProblem(response, 503);
    assertThat(response.headers().firstValue("Retry-After").map(Integer::parseInt))
        .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 100));
    assertThat(response.body()).contains("not available at the moment");
    assertThat(output.getAll()).contains("WARN").contains("429").doesNotContain("\tat ");
  }

  private static void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    assertThat(response.body())
        .contains("\"detail\"")
        .doesNotContain("AADSTS", "Exception", "Entra", "microsoftonline");
  }
}
