package io.github.adtauth.twins.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.NotFoundException;
import io.github.adtauth.twins.ScriptedTwins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests how a {@link Bulk} handles temporary failures. */
class BulkOutagesTest {
  private static final JsonPatch PATCH = JsonPatch.create().replace("/n", 1);

  private final ManualTime time = new ManualTime();
  private final List<BulkProgress> progress = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();

  private Bulk bulk(ScriptedTwins twins) {
    return Bulk.create(twins.client())
        .timing(TestTiming.of(time))
        .limits(new BulkLimits(1_000_000, 1_000_000, 1_000_000))
        .progress(progress::add);
  }

  private static List<BulkItem> puts(int count) {
    DigitalTwin room = DigitalTwin.of("dtmi:example:Room;1");
    return IntStream.range(0, count).mapToObj(i -> BulkItem.putTwin("t" + i, room)).toList();
  }

  private static List<BulkItem> patches(int count) {
    return IntStream.range(0, count).mapToObj(i -> BulkItem.patchTwin("t" + i, PATCH)).toList();
  }

  private static UnavailableException busy(int status, @Nullable Duration retryAfter) {
    return new UnavailableException(ErrorDetails.of("Busy.").status(status).retryAfter(retryAfter));
  }

  private static CompletableFuture<?> failed(int status) {
    return CompletableFuture.failedFuture(busy(status, null));
  }

  private int attempts(String line) {
    return attempts.merge(line, 1, Integer::sum);
  }

  private Duration slept() {
    return time.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void successBetweenThrottledItems_doesNotStopRun() {
    CompletableFuture<Object> first = new CompletableFuture<>();
    CompletableFuture<Object> second = new CompletableFuture<>();
    ScriptedTwins twins =
        new ScriptedTwins(
            line -> {
              if (attempts(line) > 1) {
                return ScriptedTwins.done();
              }
              if (line.endsWith("t0")) {
                return first;
              }
              if (line.endsWith("t1")) {
                return second;
              }
              first.completeExceptionally(busy(429, null));
              second.complete("stored");
              return failed(429);
            });

    assertThat(bulk(twins).run(puts(3)).isComplete()).isTrue();
    assertThat(slept()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void failureDuringPause_doesNotProlongIt() {
    CompletableFuture<Object> first = new CompletableFuture<>();
    CompletableFuture<Object> second = new CompletableFuture<>();
    ScriptedTwins twins =
        new ScriptedTwins(
            line -> {
              if (attempts(line) > 1) {
                return ScriptedTwins.done();
              }
              if (line.endsWith("t0")) {
                return first;
              }
              first.completeExceptionally(busy(503, null));
              return second;
            });
    Timing timing =
        new Timing(
            time.clock(),
            time::nanoTime,
            time::jitter,
            duration -> {
              time.sleep(duration);
              if (time.sleeps().size() == 5) {
                second.completeExceptionally(busy(503, null));
              }
            });

    assertThat(bulk(twins).timing(timing).run(puts(2)).isComplete()).isTrue();
    assertThat(slept()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1001));
  }

  @Test
  void elapsedRetryAfter_isRetriedWithBackoff() {
    ScriptedTwins twins =
        new ScriptedTwins(
            line ->
                attempts(line) < 4
                    ? CompletableFuture.failedFuture(busy(503, Duration.ZERO))
                    : ScriptedTwins.done());

    assertThat(bulk(twins).run(puts(1)).isComplete()).isTrue();
    assertThat(slept()).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7001));
  }

  @Test
  void permanentlyFailingItem_doesNotStopOthers() {
    ScriptedTwins twins =
        new ScriptedTwins(line -> line.endsWith("t3") ? failed(500) : ScriptedTwins.done());

    BulkReport report = bulk(twins).run(puts(50));

    assertThat(report.stoppedBy()).isEmpty();
    assertThat(report.succeeded()).isEqualTo(49);
    assertThat(report.failures()).extracting(BulkReport.Failure::index).containsExactly(3);
  }

  @Test
  void progress_isReportedPerItemNotPerAttempt() {
    ScriptedTwins twins =
        new ScriptedTwins(line -> attempts(line) < 3 ? failed(429) : ScriptedTwins.done());

    bulk(twins).run(puts(4));

    assertThat(progress).extracting(BulkProgress::completed).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void patchesInLastingOutage_stopRun() {
    ScriptedTwins twins = new ScriptedTwins(line -> failed(503));

    BulkReport report = bulk(twins).run(patches(500));

    assertThat(report.stoppedBy()).containsInstanceOf(UnavailableException.class);
    assertThat(twins.seen).hasSizeLessThan(100).doesNotHaveDuplicates();
    assertThat(report.remaining(patches(500))).hasSize(500);
    assertThat(slept()).isGreaterThan(Duration.ofSeconds(20));
  }

  @Test
  void patchesInShortOutage_wait() {
    int[] calls = {0};
    ScriptedTwins twins =
        new ScriptedTwins(line -> ++calls[0] <= 2 ? failed(503) : ScriptedTwins.done());

    BulkReport report = bulk(twins).run(patches(20));

    assertThat(report.stoppedBy()).isEmpty();
    assertThat(report.failures()).hasSize(2);
    assertThat(report.succeeded()).isEqualTo(18);
    assertThat(slept()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3001));
  }

  @Test
  void throttledDelete_doesNotCountAsDone() {
    ScriptedTwins twins =
        new ScriptedTwins(
            line ->
                attempts(line) == 1
                    ? failed(429)
                    : CompletableFuture.failedFuture(
                        new NotFoundException(ErrorDetails.of("Gone.").status(404), List.of())));

    BulkReport report = bulk(twins).run(List.of(BulkItem.deleteTwin("a")));

    assertThat(report.failures()).extracting(BulkReport.Failure::index).containsExactly(0);
  }

  @Test
  void throttledItem_keepsItsPlace() {
    ScriptedTwins twins =
        new ScriptedTwins(line -> attempts(line) == 1 ? failed(429) : ScriptedTwins.done());
    List<BulkItem> items = new ArrayList<>(puts(1));
    items.add(BulkItem.patchTwin("t0", PATCH));
    items.add(BulkItem.deleteTwin("t0"));

    assertThat(bulk(twins).run(items).isComplete()).isTrue();
    assertThat(twins.seen)
        .containsExactly(
            "putTwin t0",
            "putTwin t0",
            "patchTwin t0",
            "patchTwin t0",
            "deleteTwin t0",
            "deleteTwin t0");
  }

  @Test
  void itemsCompletedBeforeInterrupt_areDone() {
    Thread caller = Thread.currentThread();
    CompletableFuture<Object> first = new CompletableFuture<>();
    ScriptedTwins twins =
        new ScriptedTwins(
            line -> {
              if (line.endsWith("t0")) {
                return first;
              }
              first.complete("stored");
              caller.interrupt();
              return ScriptedTwins.done();
            });

    BulkReport report = bulk(twins).run(puts(5));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.stoppedBy()).containsInstanceOf(CallCanceledException.class);
    assertThat(twins.seen).containsExactly("putTwin t0", "putTwin t1");
    assertThat(report.isDone(0)).isTrue();
    assertThat(report.isDone(1)).isTrue();
    assertThat(report.remaining(puts(5))).hasSize(3);
  }
}
