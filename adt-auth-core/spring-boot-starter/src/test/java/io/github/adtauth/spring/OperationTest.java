package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.http.Faults;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;

/** Health, meters, logs and secrets of a web API with the starter. */
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext // failures are cached
class OperationTest extends RoomsFixture {
  private static final String ENTRA = "login.microsoftonline.com";

  @AfterEach
  void recover() {
    azure.script(ENTRA).clear();
  }

  @Test
  void meters_existFromStart() {
    String token = users.token(users.alice());
    for (String meter :
        new String[] {"adt.auth.token.requests", "adt.auth.challenges", "adt.auth.retries"}) {
      assertThat(get("/actuator/metrics/" + meter, token).statusCode()).as(meter).isEqualTo(200);
    }
  }

  @Test
  void call_isObservedByRouteTemplate() throws InterruptedException {
    String token = users.token(users.alice());
    assertThat(get("/rooms/room-1", token).statusCode()).isEqualTo(200);
    assertThat(get("/actuator/metrics/adt.twins.call", token).body())
        .contains("DigitalTwins_GetById", "/digitaltwins/{id}")
        .doesNotContain("room-1");
    // A token request ends after its caller has the token.
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String tokenRequests = "";
    while (!tokenRequests.contains("\"success\"") && System.nanoTime() < deadline) {
      tokenRequests = get("/actuator/metrics/adt.auth.token", token).body();
    }
    assertThat(tokenRequests).contains("\"principal\"", "\"user\"", "\"outcome\"", "\"success\"");
  }

  @Test
  void health_isUp_andDegradedWhileEntraIsDown(CapturedOutput output) {
    String token = users.token(users.alice());
    assertThat(get("/rooms/room-1", token).statusCode()).isEqualTo(200);
    HttpResponse<String> up = get("/actuator/health", token);
    assertThat(up.body()).contains("\"adtAuth\"", "\"usersCovered\":");

    azure
        .script(ENTRA)
        .alwaysWhen(request -> request.path().endsWith("/token"), Faults.throttled(100));
    HttpResponse<String> rejected = get("/rooms/room-1", users.token(carol()));
    assertThat(rejected.statusCode()).as(rejected.body()).isEqualTo(503);
    assertThat(rejected.headers().firstValue("Retry-After")).isPresent();
    HttpResponse<String> degraded = get("/actuator/health", token);
    while (!degraded.body().contains("DEGRADED")) { // the result is reused for five seconds
      degraded = get("/actuator/health", token);
    }
    assertThat(degraded.statusCode()).as("stays in service").isEqualTo(200);
    assertThat(degraded.body())
        .contains("\"DEGRADED\"", "\"tokenService\"")
        .startsWith("{")
        .contains("\"status\":\"DEGRADED\"");
    assertThat(get("/rooms/room-1", token).statusCode()).as("cached token").isEqualTo(200);
    assertThat(output.getAll()).contains("WARN").doesNotContain("\tat ");
  }

  @Test
  void wrongSecret_isProblemWithoutReason_andOneWarning(CapturedOutput output) {
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
    HttpResponse<String> response = get("/rooms/room-1", users.token(carol()));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("Its operator").doesNotContain("AADSTS", "secret");
    assertThat(output.getAll().lines().filter(line -> line.contains("Responded Challenge[500")))
        .singleElement()
        .asString()
        .contains("WARN", "AADSTS7000215");
  }

  @Test
  void secrets_areNotDisplayed(CapturedOutput output) {
    String token = users.token(users.alice());
    Registration api = entra.webApi();
    get("/rooms/room-1", token);
    send("PATCH", "/rooms/room-1/temperature/20", users.token(users.bob()));
    entra.requireMfa(users.bob());
    get("/rooms/room-1", users.token(users.bob()));
    entra.removeRequirements(users.bob());
    azure.script(ENTRA).alwaysWhen(r -> r.path().endsWith("/token"), Faults.throttled(100));
    get("/rooms/room-1", users.token(carol()));
    azure.script(ENTRA).clear();
    for (String endpoint : new String[] {"configprops", "env", "beans", "conditions", "mappings"}) {
      HttpResponse<String> response = get("/actuator/" + endpoint, token);
      assertThat(response.statusCode()).as(endpoint).isEqualTo(200);
      assertThat(response.body()).as(endpoint).doesNotContain(api.secret());
    }
    assertThat(get("/actuator/configprops", token).body()).contains(api.clientId());
    assertThat(get("/actuator/env", token).body())
        .contains("\"adt-auth.credential.secret\":{\"value\":\"******\"}");
    assertThat(output.getAll())
        .contains("DEBUG")
        .doesNotContain(api.secret(), token, "eyJ"); // the start of every token
  }

  /** Returns a user without cached tokens and failures. */
  private FakeUser carol() {
    return entra.addUser(
        new FakeUser(UUID.randomUUID().toString(), entra.tenantId(), "carol@contoso", "Carol"));
  }
}
