package io.github.adtauth.twins.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Relationship;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkTest extends BulkFixture {
  @Test
  void everyItem_isCarriedOutOnce() {
    BulkReport report = bulk.run(puts(500));

    assertThat(report.isComplete()).isTrue();
    assertThat(report.succeeded()).isEqualTo(500);
    assertThat(report.stoppedBy()).isEmpty();
    assertThat(instance.seen()).hasSize(500).doesNotHaveDuplicates();
    assertThat(progress).hasSize(500);
    assertThat(progress.get(499)).isEqualTo(new BulkProgress(500, 0, 0, 0));
  }

  @Test
  void noItems_completeImmediately() {
    assertThat(bulk.run(List.of()).isComplete()).isTrue();
  }

  @Test
  void callsInFlight_areLimitedByConcurrency() {
    instance.holdUntil(7);

    assertThat(bulk.concurrency(7).run(puts(100)).isComplete()).isTrue();

    assertThat(instance.maxConcurrent()).isEqualTo(7);
    assertThat(progress).allMatch(p -> p.inFlight() < 7);
  }

  @Test
  void changesOfOneTwin_keepOrderAndDoNotOverlap() {
    List<BulkItem> items = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      for (String twin : List.of("a", "b")) {
        items.add(BulkItem.patchTwin(twin, JsonPatch.create().replace("/n", i)));
      }
    }

    assertThat(bulk.run(items).isComplete()).isTrue();

    for (String twin : List.of("a", "b")) {
      assertThat(instance.bodies("PATCH /digitaltwins/" + twin))
          .containsExactlyElementsOf(
              IntStream.range(0, 50)
                  .mapToObj(i -> "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + i + "}]")
                  .toList());
    }
    assertThat(instance.maxConcurrent()).isLessThanOrEqualTo(2);
  }

  @Test
  void relationships_startAfterPrecedingTwins() {
    List<BulkItem> items = new ArrayList<>(puts(30));
    for (int i = 1; i < 30; i++) {
      items.add(BulkItem.putRelationship("t" + i, "r", Relationship.of("t" + (i - 1), "contains")));
    }
    items.add(BulkItem.patchRelationship("t1", "r", JsonPatch.create().add("/x", 1)));
    items.add(BulkItem.deleteRelationship("t1", "r"));
    items.add(BulkItem.deleteTwin("t29"));

    assertThat(bulk.run(items).isComplete()).isTrue();

    List<String> seen = instance.seen();
    assertThat(seen.subList(0, 30)).allMatch(line -> !line.contains("relationships"));
    assertThat(seen.subList(30, 59))
        .allMatch(line -> line.startsWith("PUT") && line.endsWith("/r"));
    assertThat(seen.subList(59, 62))
        .containsExactly(
            "PATCH /digitaltwins/t1/relationships/r",
            "DELETE /digitaltwins/t1/relationships/r",
            "DELETE /digitaltwins/t29");
  }

  @Test
  void rate_isLimitOfService() {
    bulk.limits(BulkLimits.DEFAULT).run(puts(200));

    // 50 per second, plus the delay for which a late thread may compensate
    assertThat(slept()).isBetween(Duration.ofMillis(3800), Duration.ofMillis(4100));
  }

  @Test
  void rateOfOneTwin_doesNotDelayOthers() {
    List<BulkItem> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(BulkItem.patchTwin("hub", JsonPatch.create().replace("/n", i)));
    }
    for (int i = 0; i < 200; i++) {
      items.add(BulkItem.patchTwin("t" + i, JsonPatch.create().replace("/n", i)));
    }

    bulk.limits(BulkLimits.DEFAULT).run(items);

    assertThat(slept()).isBetween(Duration.ofMillis(1850), Duration.ofMillis(2200));
    assertThat(instance.seen().subList(0, 150))
        .filteredOn(line -> line.endsWith("/hub"))
        .hasSizeLessThan(10);
  }

  @Test
  void existingObjects_areSkipped() {
    bulk.run(puts(5, CallOption.ifAbsent()));

    BulkReport report = bulk.run(puts(8, CallOption.ifAbsent()));

    assertThat(report.isComplete()).isTrue();
    assertThat(report.skipped()).isEqualTo(5);
    assertThat(report.succeeded()).isEqualTo(3);
    assertThat(instance.writes("t4")).isEqualTo(1);
  }

  @Test
  void interruption_cancelsCallsInFlight() {
    instance.hold("PUT /digitaltwins/t5");
    Thread caller = Thread.currentThread();
    instance.whenSeen("PUT /digitaltwins/t5", caller::interrupt);

    BulkReport report = bulk.concurrency(1).run(puts(10));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.stoppedBy()).containsInstanceOf(CallCanceledException.class);
    assertThat(report.succeeded()).isEqualTo(5);
    assertThat(report.remaining(puts(10))).hasSize(5);
    // The dispatcher may still list an earlier call that has completed; only this one is held.
    assertThat(server.plain.dispatcher().runningCalls())
        .filteredOn(call -> call.request().url().encodedPath().endsWith("/t5"))
        .allMatch(okhttp3.Call::isCanceled);
  }

  @Test
  void items_areReadLazily() {
    int[] read = {0};
    Iterable<BulkItem> endless =
        () ->
            IntStream.iterate(0, i -> i + 1)
                .peek(i -> read[0]++)
                .mapToObj(i -> put("t" + i))
                .iterator();
    instance.respondOnce("PUT /digitaltwins/t50", 403, "");

    BulkReport report = bulk.concurrency(1).run(endless);

    assertThat(report.succeeded()).isEqualTo(50);
    assertThat(read[0]).isLessThan(1100);
  }

  @Test
  void settingsOutOfRange_areRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> bulk.concurrency(0));
    assertThatIllegalArgumentException().isThrownBy(() -> bulk.failureLimit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkLimits(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkLimits(1, 1, 1_000_001));
  }
}
