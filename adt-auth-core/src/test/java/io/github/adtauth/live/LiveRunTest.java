package io.github.adtauth.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.live.LiveReport.Result;
import io.github.adtauth.live.LiveReport.Row;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The live checks against the local Azure. */
class LiveRunTest {
  private static final Pattern NAMES =
      Pattern.compile(
          "models|query|digitaltwins|components|telemetry|relationships|incomingrelationships"
              + "|eventroutes|jobs|imports|deletions|cancel");

  private final LocalAzure azure = LocalAzure.start();
  private final String host = String.valueOf(URI.create(azure.endpoint()).getHost());

  @AfterEach
  void stop() {
    azure.close();
  }

  private static LiveTarget with(LiveTarget target, Map<String, String> changes) {
    Map<String, String> variables = new HashMap<>(target.variables());
    variables.putAll(changes);
    return new LiveTarget(variables, target.http(), target.prompt());
  }

  private static String template(LoggedRequest request) {
    StringBuilder template = new StringBuilder(request.method());
    for (String segment : request.path().substring(1).split("/", -1)) {
      template.append('/').append(NAMES.matcher(segment).matches() ? segment : "{id}");
    }
    return template.toString();
  }

  @Test
  void everyCheck_passes_withEachOf32Operations_andLeavesNothing() {
    LiveReport report = LiveRun.against(LocalTarget.of(azure));
    assertThat(report.rows()).extracting(Row::result).as(report.table()).containsOnly(Result.OK);
    Set<String> operations = new TreeSet<>();
    azure.requests(host).forEach(request -> operations.add(template(request)));
    assertThat(operations).hasSize(32);
    assertThat(azure.twins().twinCount()).isZero();
    assertThat(report.table())
        .contains("on-behalf-of", "device code", "managed identity", "wrong secret", "clean-up")
        .doesNotContain(azure.entra().webApi().secret());
  }

  @Test
  void otherTwins_areKept_unlessTheEnvironmentNamesTheInstance() {
    LiveTarget target = LocalTarget.of(azure);
    azure
        .twins()
        .addModels(
            "[{\"@id\":\"dtmi:other:A;1\",\"@type\":\"Interface\","
                + "\"@context\":\"dtmi:dtdl:context;2\"}]");
    azure.twins().putTwin("other", "{\"$metadata\":{\"$model\":\"dtmi:other:A;1\"}}");
    LiveReport report =
        LiveRun.against(with(target, Map.of(LiveTarget.DELETE_EVERYTHING, "another.example")));
    assertThat(report.rows(Result.FAILED)).as(report.table()).isEmpty();
    assertThat(report.rows(Result.SKIPPED))
        .extracting(Row::check)
        .containsExactly("delete jobs: start", "delete jobs: get");
    assertThat(azure.twins().twin("other")).isNotNull();
    assertThat(azure.twins().twinCount()).isOne();
  }

  @Test
  void checksThatLackTheirSettings_areSkippedWithTheVariable() {
    LiveTarget target = LocalTarget.of(azure);
    LiveReport report =
        LiveRun.against(
            with(
                target,
                Map.of(
                    LiveTarget.NATIVE_CLIENT_ID, "",
                    LiveTarget.EVENT_ENDPOINT, "",
                    LiveTarget.INPUT_BLOB, "",
                    LiveTarget.DELETE_EVERYTHING, "")));
    assertThat(report.rows(Result.FAILED)).as(report.table()).isEmpty();
    assertThat(report.rows(Result.SKIPPED))
        .hasSize(12)
        .allSatisfy(row -> assertThat(row.hint()).contains("et ADT_LIVE_"));
  }

  @Test
  void failingCheck_isReported_andWhatWasCreatedIsDeleted() {
    LiveTarget target = with(LocalTarget.of(azure), Map.of(LiveTarget.DELETE_EVERYTHING, ""));
    azure
        .script(host)
        .nextWhen(
            request -> request.method().equals("DELETE") && request.path().contains("relation"),
            Faults.status(400));
    LiveReport report = LiveRun.against(target);
    assertThat(report.rows(Result.FAILED))
        .as(report.table())
        .extracting(Row::check)
        .contains("relationships: delete")
        .doesNotContain("clean-up");
    assertThat(azure.twins().twinCount()).isZero();
    assertThat(azure.twins().relationshipCount()).isZero();
  }

  @Test
  void wrongCredential_failsTheChecks_withTheReason() {
    LiveTarget target =
        with(LocalTarget.of(azure), Map.of("AZURE_CLIENT_SECRET", "a-secret-of-another-app"));
    LiveReport report = LiveRun.against(target);
    assertThat(report.rows(Result.FAILED))
        .filteredOn(row -> row.check().equals("service"))
        .singleElement()
        .satisfies(row -> assertThat(row.hint()).contains("CredentialException", "AADSTS7000215"));
    assertThat(report.table()).doesNotContain("a-secret-of-another-app");
  }

  @Test
  void whenTheTimeIsUp_noCheckStarts_exceptTheCleanUp() {
    LiveReport report = LiveRun.against(LocalTarget.of(azure), Duration.ZERO);
    assertThat(report.rows(Result.FAILED)).allMatch(row -> row.hint().contains("time"));
    assertThat(report.rows(Result.OK)).extracting(Row::check).containsExactly("clean-up");
  }

  @Test
  void checkThatHangs_isInterruptedAndFailed() throws Exception {
    LiveReport report = new LiveReport();
    CountDownLatch interrupted = new CountDownLatch(1);
    new CheckRunner(report, Duration.ofMinutes(9))
        .check(
            "hangs",
            Duration.ofMillis(50),
            () -> {
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
            });
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(report.rows())
        .singleElement()
        .satisfies(row -> assertThat(row.result()).isEqualTo(Result.FAILED));
  }

  @Test
  void missingVariables_areNamed() {
    assertThat(LiveTarget.missing(Map.of("ADT_ENDPOINT", "x", "AZURE_CLIENT_ID", " ")))
        .hasSize(3)
        .contains("AZURE_TENANT_ID", "AZURE_CLIENT_ID")
        .last()
        .asString()
        .contains("AZURE_CLIENT_SECRET");
    assertThat(LiveTarget.missing(LocalTarget.of(azure).variables())).isEqualTo(List.of());
  }
}
