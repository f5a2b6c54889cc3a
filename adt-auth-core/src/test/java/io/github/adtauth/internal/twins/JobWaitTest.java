package io.github.adtauth.internal.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.ImportJob;
import io.github.adtauth.twins.Jobs;
import io.github.adtauth.twins.TwinsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobWaitTest {
  private final ManualTime time = new ManualTime();
  private final List<String> seen = new ArrayList<>();
  private TwinsServer server;
  private Jobs jobs;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    jobs =
        server.builder().timing(TestTiming.of(time)).build().client(TwinsServer.tokens("t")).jobs();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void status(String... statuses) {
    for (String status : statuses) {
      server.json(
          200,
          "{\"id\":\"j\",\"inputBlobUri\":\"i\",\"outputBlobUri\":\"o\",\"status\":\""
              + status
              + "\"}");
    }
  }

  private ImportJob await(Duration atMost) {
    return jobs.imports().waitFor("j", atMost, job -> seen.add(job.status()));
  }

  @Test
  void job_isPolledAtIncreasingIntervals() {
    status("notstarted", "running", "running", "succeeded");

    assertThat(await(Duration.ofHours(1)).isSucceeded()).isTrue();

    assertThat(seen).containsExactly("notstarted", "running", "running", "succeeded");
    assertThat(time.sleeps())
        .containsExactly(Duration.ofSeconds(1), Duration.ofMillis(1500), Duration.ofMillis(2250));
  }

  @Test
  void failedJob_isReturned() {
    status("cancelling", "failed");

    ImportJob job = await(Duration.ofHours(1));

    assertThat(job.isFinished()).isTrue();
    assertThat(job.isSucceeded()).isFalse();
  }

  @Test
  void longJob_isPolledEvery30Seconds() {
    for (int i = 0; i < 30; i++) {
      status("running");
    }
    status("succeeded");

    await(Duration.ofHours(1));

    assertThat(time.sleeps().get(29)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void unavailableService_isPolledAfterRetryAfter() {
    String busy =
        "{ \"error\": { \"statusCode\": 429, \"message\": \"Maximum request rate limit reached.\" } }";
    server.json(429, busy, "Retry-After", "7");
    status("succeeded");

    assertThat(await(Duration.ofMinutes(1)).isSucceeded()).isTrue();

    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void timeout_messageSaysJobContinues() {
    for (int i = 0; i < 10; i++) {
      status("running");
    }

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> await(Duration.ofSeconds(5)))
        .withMessageContaining("import job 'j' has not finished within 5 s")
        .withMessageContaining("The job continues");
    assertThat(time.sleeps().stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void permanentlyUnavailableService_failsInTime() {
    server.json(503, "", "Retry-After", "3600");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> await(Duration.ofMinutes(1)))
        .withCauseInstanceOf(UnavailableException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void interruption_messageSaysJobContinues() {
    server.web.enqueue(
        new mockwebserver3.MockResponse.Builder()
            .code(200)
            .body("{\"id\":\"j\",\"inputBlobUri\":\"\",\"outputBlobUri\":\"\",\"status\":\"x\"}")
            .build());

    assertThatExceptionOfType(CallCanceledException.class)
        .isThrownBy(
            () ->
                jobs.imports()
                    .waitFor("j", Duration.ofMinutes(1), job -> Thread.currentThread().interrupt()))
        .withMessageContaining("The job continues");
    Thread.interrupted(); // not left to other tests
  }

  @Test
  void deleteJob_isPolledAtOperationLocation() {
    server.json(
        202,
        "{\"id\":\"d\",\"status\":\"running\"}",
        "Operation-Location",
        server.url("/jobs/deletions/d?api-version=2023-10-31&marker=1"));
    server.json(200, "{\"id\":\"d\",\"status\":\"running\"}");
    server.json(200, "{\"id\":\"d\",\"status\":\"succeeded\"}");

    DeleteJob started = jobs.deletions().startDeletingEverything();
    DeleteJob done =
        jobs.deletions().waitFor(started, Duration.ofMinutes(1), job -> seen.add(job.status()));

    assertThat(done.isSucceeded()).isTrue();
    assertThat(seen).containsExactly("running", "succeeded");
    server.seen();
    assertThat(server.seen().getTarget())
        .isEqualTo("/jobs/deletions/d?api-version=2023-10-31&marker=1");
    assertThat(server.seen().getTarget()).contains("marker=1");
  }

  @Test
  void operationLocationOfOtherHost_isNotFollowed() {
    server.json(
        202,
        "{\"id\":\"d\",\"status\":\"running\"}",
        "Operation-Location",
        "https://evil.example/jobs/deletions/d");

    DeleteJob started = jobs.deletions().startDeletingEverything();

    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> jobs.deletions().waitFor(started, Duration.ofMinutes(1), job -> {}))
        .withMessageContaining("evil.example")
        .withMessageContaining("The link was not followed");
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void exceptionOfCallback_isRethrown() {
    status("running", "running", "succeeded");
    UnavailableException outage =
        new UnavailableException(ErrorDetails.of("My dashboard is down."));

    assertThatThrownBy(
            () ->
                jobs.imports()
                    .waitFor(
                        "j",
                        Duration.ofSeconds(2),
                        job -> {
                          throw outage;
                        }))
        .isSameAs(outage);
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void elapsedRetryAfter_isPolledWithPause() {
    for (int i = 0; i < 3; i++) {
      server.json(503, "", "Retry-After", "Mon, 05 Jan 2026 07:00:00 GMT");
    }
    status("succeeded");

    await(Duration.ofMinutes(1));

    assertThat(time.sleeps())
        .containsExactly(Duration.ofSeconds(1), Duration.ofMillis(1500), Duration.ofMillis(2250));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/jobs/deletions/d?api-version=1", "jobs/deletions/d", "nonsense:"})
  void deleteJobWithoutUrl_isPolledById(String location) {
    server.json(202, "{\"id\":\"d\",\"status\":\"running\"}", "Operation-Location", location);
    server.json(200, "{\"id\":\"d\",\"status\":\"succeeded\"}");

    DeleteJob started = jobs.deletions().startDeletingEverything();
    DeleteJob done = jobs.deletions().waitFor(started, Duration.ofMinutes(1), job -> {});

    assertThat(done.isSucceeded()).isTrue();
    server.seen();
    assertThat(server.seen().getTarget()).isEqualTo("/jobs/deletions/d?api-version=2023-10-31");
  }
}
