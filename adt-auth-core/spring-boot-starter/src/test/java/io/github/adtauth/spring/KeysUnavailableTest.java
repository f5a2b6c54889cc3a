package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.http.Faults;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** What clients see while Entra ID does not provide its keys. Has its own context, without keys. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "spring.application.name=keys")
class KeysUnavailableTest extends RoomsFixture {
  @Test
  void validToken_is503_andGarbageIs401(CapturedOutput output) {
    azure
        .script("login.microsoftonline.com")
        .alwaysWhen(request -> request.path().endsWith("/keys"), Faults.status(500));
    try {
      HttpResponse<String> response = get("/rooms/room-1", users.token(users.alice()));
      assertThat(response.statusCode()).isEqualTo(503);
      HttpResponse<String> garbage = get("/rooms/room-1", "x.y.z");
      assertThat(garbage.statusCode()).isEqualTo(401);
      assertThat(garbage.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("invalid_token");
    } finally {
      azure.script("login.microsoftonline.com").clear();
    }
    assertThat(output.getAll())
        .contains("WARN", "The keys of Entra ID are not available")
        .doesNotContain("\tat ");
  }
}
