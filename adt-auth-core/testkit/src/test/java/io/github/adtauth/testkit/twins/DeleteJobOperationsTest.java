package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delete jobs: start, status and the deletion of all data. */
final class DeleteJobOperationsTest {
  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(ComponentOperationsTest.MODELS);
    emulator.putTwin("room", ComponentOperationsTest.ROOM);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void start_returns202WithOperationLocation() {
    Result response =
        http.call("POST", "/jobs/deletions?timeoutInMinutes=60", null, "operation-id", "wipe");

    assertThat(response.status()).isEqualTo(202);
    assertThat(response.headers().get("Operation-Location"))
        .isEqualTo("https://" + TwinsFixture.HOST + "/jobs/deletions/wipe?api-version=2023-10-31");
    assertThat(response.body())
        .isEqualTo(
            "{\"id\":\"wipe\",\"createdDateTime\":\"2026-03-01T10:20:30.1234567Z\","
                + "\"purgeDateTime\":\"2026-03-31T10:20:30.1234567Z\",\"status\":\"notstarted\"}");
  }

  @Test
  void succeededJob_emptiesTheInstance() {
    Result start = http.call("POST", "/jobs/deletions", null);
    String path = "/jobs/deletions/" + start.json().get("id").getAsString();

    assertThat(http.get(path).json().get("status").getAsString()).isEqualTo("running");
    assertThat(emulator.twinCount()).isEqualTo(1);
    Result last = http.get(path);
    assertThat(last.json().get("status").getAsString()).isEqualTo("succeeded");
    assertThat(last.json().keySet())
        .containsExactly("id", "createdDateTime", "finishedDateTime", "purgeDateTime", "status");
    assertThat(emulator.twinCount()).isZero();
    assertThat(http.get("/models").json().getAsJsonArray("value")).isEmpty();
    assertThat(http.get("/jobs/deletions").body()).endsWith("}],\"nextLink\":null}");
  }

  @Test
  void failedJob_deletesNothing() {
    emulator.jobStatuses("failed");
    http.call("POST", "/jobs/deletions", null, "operation-id", "wipe");

    assertThat(http.get("/jobs/deletions/wipe").json().has("error")).isTrue();
    assertThat(emulator.twinCount()).isEqualTo(1);
  }

  @Test
  void duplicateOperationId_isRejected() {
    http.call("POST", "/jobs/deletions", null, "operation-id", "wipe");

    Result response = http.call("POST", "/jobs/deletions", null, "operation-id", "wipe");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo("ValidationFailed");
    assertThat(http.call("POST", "/jobs/deletions", null).status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "soon", "14", "1441", "99999999999"})
  void invalidTimeout_isRejected(String timeout) {
    assertThat(http.call("POST", "/jobs/deletions?timeoutInMinutes=" + timeout, null).errorCode())
        .isEqualTo("InvalidArgument");
  }

  @ParameterizedTest
  @ValueSource(strings = {"15", "1440"})
  void timeout_isBetween15MinutesAndOneDay(String timeout) {
    assertThat(http.call("POST", "/jobs/deletions?timeoutInMinutes=" + timeout, null).status())
        .isEqualTo(202);
  }

  @Test
  void unknownJob_returns404AndReaderCannotStartJobs() {
    assertThat(http.get("/jobs/deletions/none").errorCode()).isEqualTo("JobNotFound");
    assertThat(
            http.send(
                    "POST",
                    "/jobs/deletions?api-version=2023-10-31",
                    null,
                    TwinsFixture.token(TwinsFixture.READER))
                .status())
        .isEqualTo(403);
  }

  @Test
  void olderApiVersion_isUnsupported() {
    assertThat(
            http.send(
                    "GET",
                    "/jobs/deletions?api-version=2023-06-30",
                    null,
                    TwinsFixture.token(TwinsFixture.OWNER))
                .errorCode())
        .isEqualTo("UnsupportedApiVersion");
  }
}
