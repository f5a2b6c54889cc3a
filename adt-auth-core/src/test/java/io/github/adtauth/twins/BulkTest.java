package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkTest {
  private static final BulkLimits NONE = new BulkLimits(1_000_000, 1_000_000, 1_000_000);
  private static final String GATEWAY_429 =
      "{ \"error\": { \"statusCode\": 429, \"message\": \"Maximum request rate limit reached.\" } }";

  private final ManualTime time = new ManualTime();
  private final List<BulkProgress> progress = new ArrayList<>();
  private TwinsServer server;
  private BulkServer instance;
  private Bulk bulk;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    instance = new BulkServer();
    server.web.setDispatcher(instance);
    server.plain.dispatcher().setMaxRequestsPerHost(64);
    bulk = server.twins().bulk().timing(time.timing()).limits(NONE).progress(progress::add);
  }

  @AfterEach
  void stop() {
    instance.openAll();
    server.close();
  }

  private static BulkItem put(String id, CallOption... options) {
    return BulkItem.putTwin(id, DigitalTwin.of("dtmi:example:Room;1"), options);
  }

  private static List<BulkItem> puts(int count, CallOption... options) {
    return IntStream.range(0, count).mapToObj(i -> put("t" + i, options)).toList();
  }

  @Test
  void everyItem_isCarriedOutOnce() {
    BulkReport report = bulk.run(puts(500));

    assertThat(report.complete()).isTrue();
    assertThat(report.done()).isEqualTo(500);
    assertThat(report.stoppedBy()).isEmpty();
    assertThat(instance.seen()).hasSize(500).doesNotHaveDuplicates();
    assertThat(progress).hasSize(500);
    assertThat(progress.get(499)).isEqualTo(new BulkProgress(500, 0, 0, 0));
  }

  @Test
  void noItems_areDoneAtOnce() {
    assertThat(bulk.run(List.of()).complete()).isTrue();
  }

  @Test
  void asManyCalls_areUnderWayAsIsSaid_andNoMore() {
    instance.holdUntil(7);

    assertThat(bulk.concurrency(7).run(puts(100)).complete()).isTrue();

    assertThat(instance.mostAtOnce()).isEqualTo(7);
    assertThat(progress).allMatch(p -> p.underWay() < 7);
  }

  @Test
  void changesOfOneTwin_keepTheirOrder_andDoNotOverlap() {
    List<BulkItem> items = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      for (String twin : List.of("a", "b")) {
        items.add(BulkItem.patchTwin(twin, JsonPatch.create().replace("/n", i)));
      }
    }

    assertThat(bulk.run(items).complete()).isTrue();

    for (String twin : List.of("a", "b")) {
      assertThat(instance.bodies("PATCH /digitaltwins/" + twin))
          .containsExactlyElementsOf(
              IntStream.range(0, 50)
                  .mapToObj(i -> "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + i + "}]")
                  .toList());
    }
    assertThat(instance.mostAtOnce()).isLessThanOrEqualTo(2);
  }

  @Test
  void relationships_beginWhenAllTwinsBeforeThemAreThere() {
    List<BulkItem> items = new ArrayList<>(puts(30));
    for (int i = 1; i < 30; i++) {
      items.add(BulkItem.putRelationship("t" + i, "r", Relationship.to("t" + (i - 1), "contains")));
    }
    items.add(BulkItem.patchRelationship("t1", "r", JsonPatch.create().add("/x", 1)));
    items.add(BulkItem.deleteRelationship("t1", "r"));
    items.add(BulkItem.deleteTwin("t29"));

    assertThat(bulk.run(items).complete()).isTrue();

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
  void thePace_isThatOfTheService() {
    bulk.limits(BulkLimits.OF_THE_SERVICE).run(puts(200));

    // 50 a second, and what a late thread may catch up on
    assertThat(slept()).isBetween(Duration.ofMillis(3800), Duration.ofMillis(4100));
  }

  @Test
  void thePaceOfOneTwin_doesNotHoldUpTheOthers() {
    List<BulkItem> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(BulkItem.patchTwin("hub", JsonPatch.create().replace("/n", i)));
    }
    for (int i = 0; i < 200; i++) {
      items.add(BulkItem.patchTwin("t" + i, JsonPatch.create().replace("/n", i)));
    }

    bulk.limits(BulkLimits.OF_THE_SERVICE).run(items);

    assertThat(slept()).isBetween(Duration.ofMillis(1850), Duration.ofMillis(2200));
    assertThat(instance.seen().subList(0, 150))
        .filteredOn(line -> line.endsWith("/hub"))
        .hasSizeLessThan(10);
  }

  private Duration slept() {
    return time.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void anItemThatIsRefused_isAFailureOfItsOwn() {
    instance.answer("PUT /digitaltwins/t1", 400, BulkServer.error("ValidationFailed"));

    BulkReport report = bulk.run(puts(3));

    assertThat(report.complete()).isFalse();
    assertThat(report.stoppedBy()).isEmpty();
    assertThat(report.done()).isEqualTo(2);
    assertThat(report.isDone(1)).isFalse();
    assertThat(report.failures()).hasSize(1);
    BulkReport.Failure failure = report.failures().get(0);
    assertThat(failure.index()).isEqualTo(1);
    assertThat(failure.item()).hasToString("twin 't1'");
    assertThat(failure.reason()).isInstanceOf(DigitalTwinsException.class);
    assertThat(report).hasToString("BulkReport[2 done, 0 skipped, 1 failed]");
  }

  @Test
  void aReportThatIsNotComplete_canBeThrown() {
    assertThat(bulk.run(puts(1)).orThrow().done()).isEqualTo(1);
    instance.answer("PUT /digitaltwins/t1", 400, BulkServer.error("ValidationFailed"));
    assertThatThrownBy(() -> bulk.run(puts(3)).orThrow()).isInstanceOf(DigitalTwinsException.class);
    instance.answer("PUT /digitaltwins/t2", 403, "");
    assertThatThrownBy(() -> bulk.run(puts(3)).orThrow()).isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void anItemThatCannotBeSent_isAFailureOfItsOwn() {
    BulkReport report = bulk.run(List.of(put("a"), put(".."), BulkItem.putTwin("c", 7), put("d")));

    assertThat(report.failures())
        .extracting(BulkReport.Failure::index)
        .containsExactlyInAnyOrder(1, 2);
    assertThat(report.failures())
        .allMatch(failure -> failure.reason() instanceof IllegalArgumentException);
    assertThat(report.done()).isEqualTo(2);
  }

  @Test
  void whatIsThereAlready_isSkipped_soThatALoadThatWasCutOffIsRunAgain() {
    bulk.run(puts(5, CallOption.IF_ABSENT));

    BulkReport report = bulk.run(puts(8, CallOption.IF_ABSENT));

    assertThat(report.complete()).isTrue();
    assertThat(report.skipped()).isEqualTo(5);
    assertThat(report.done()).isEqualTo(3);
    assertThat(instance.writes("t4")).isEqualTo(1);
  }

  @Test
  void throttling_isWaitedOutAsItWasAskedFor_byAllItems() {
    instance.answerOnce("PUT /digitaltwins/t3", 429, GATEWAY_429, "Retry-After", "9");

    BulkReport report = bulk.concurrency(1).run(puts(10));

    assertThat(report.complete()).isTrue();
    assertThat(slept()).isBetween(Duration.ofSeconds(9), Duration.ofMillis(9001));
    assertThat(instance.seen().subList(3, 5))
        .containsExactly("PUT /digitaltwins/t3", "PUT /digitaltwins/t3");
  }

  @Test
  void whoAsksForHoursOfPatience_isNotWaitedFor() {
    instance.answer("PUT /digitaltwins/t0", 429, GATEWAY_429, "Retry-After", "86400");

    BulkReport report = bulk.concurrency(1).run(puts(3));

    assertThat(report.stoppedBy()).containsInstanceOf(UnavailableException.class);
    assertThat(slept()).isLessThan(Duration.ofSeconds(1));
    assertThat(report.remaining(puts(3))).hasSize(3);
  }

  @Test
  void whatItsReaderThrows_isThrownOn() {
    RuntimeException thrown = new IllegalStateException("mine");

    assertThatThrownBy(
            () ->
                bulk.progress(
                        p -> {
                          throw thrown;
                        })
                    .run(puts(3)))
        .isSameAs(thrown);
  }

  @Test
  void aPatch_isNotRepeatedWhereItMayHaveBeenDone() {
    instance.answerOnce("PATCH /digitaltwins/a", 503, "");
    instance.answerOnce("PATCH /digitaltwins/b", 429, GATEWAY_429);

    BulkReport report =
        bulk.run(
            List.of(
                BulkItem.patchTwin("a", JsonPatch.create().add("/n", 1)),
                BulkItem.patchTwin("b", JsonPatch.create().add("/n", 1))));

    assertThat(report.failures()).extracting(BulkReport.Failure::index).containsExactly(0);
    assertThat(report.isDone(1)).isTrue();
  }

  @Test
  void aDeleteWhoseAnswerWasLost_isDoneWhenTheTwinIsGone() {
    instance.answerOnce("DELETE /digitaltwins/a", 503, "");
    instance.answer("DELETE /digitaltwins/a", 404, BulkServer.error("DigitalTwinNotFound"));
    instance.answer("DELETE /digitaltwins/b", 404, BulkServer.error("DigitalTwinNotFound"));

    BulkReport report = bulk.run(List.of(BulkItem.deleteTwin("a"), BulkItem.deleteTwin("b")));

    assertThat(report.isDone(0)).isTrue();
    assertThat(report.failures()).extracting(BulkReport.Failure::index).containsExactly(1);
  }

  @Test
  void aLastingOutage_endsTheRun_andTheRestCanBeRunAgain() {
    for (int i = 10; i < 40; i++) {
      instance.answer("PUT /digitaltwins/t" + i, 503, "");
    }
    List<BulkItem> items = puts(40);

    BulkReport report = bulk.concurrency(4).run(items);

    assertThat(report.stoppedBy()).containsInstanceOf(UnavailableException.class);
    assertThat(report.complete()).isFalse();
    assertThat(report.done()).isEqualTo(10);
    assertThat(slept()).isBetween(Duration.ofSeconds(20), Duration.ofMinutes(3));
    List<BulkItem> remaining = report.remaining(items);
    assertThat(remaining).containsExactlyElementsOf(items.subList(10, 40));

    instance.healthy();
    assertThat(bulk.run(remaining).complete()).isTrue();
    assertThat(instance.writes("t39")).isEqualTo(1);
  }

  @Test
  void aRefusedTokenOrAMissingRole_endsTheRunAtOnce() {
    instance.answer("PUT /digitaltwins/t0", 403, "");
    BulkReport denied = bulk.concurrency(1).run(puts(5));
    assertThat(denied.stoppedBy()).containsInstanceOf(AccessDeniedException.class);

    instance.healthy();
    instance.answer("PUT /digitaltwins/t0", 401, "");
    BulkReport rejected = bulk.concurrency(1).run(puts(5));
    assertThat(rejected.stoppedBy()).containsInstanceOf(RegistrationException.class);
    assertThat(rejected.remaining(puts(5))).hasSize(5);
    assertThat(instance.writes("t1")).isZero();
  }

  @Test
  void tooManyFailures_endTheRun() {
    for (int i = 0; i < 100; i++) {
      instance.answer("PUT /digitaltwins/t" + i, 400, BulkServer.error("ValidationFailed"));
    }

    BulkReport report = bulk.concurrency(1).failureLimit(3).run(puts(100));

    assertThat(report.failures()).hasSize(3);
    assertThat(report.stoppedBy()).containsSame(report.failures().get(2).reason());
    assertThat(instance.seen()).hasSize(3);
  }

  @Test
  void anInterruption_cancelsWhatIsUnderWay_andSaysWhatIsDone() {
    instance.hold("PUT /digitaltwins/t5");
    Thread caller = Thread.currentThread();
    instance.whenSeen("PUT /digitaltwins/t5", caller::interrupt);

    BulkReport report = bulk.concurrency(1).run(puts(10));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.stoppedBy()).containsInstanceOf(CallCanceledException.class);
    assertThat(report.done()).isEqualTo(5);
    assertThat(report.remaining(puts(10))).hasSize(5);
    assertThat(server.plain.dispatcher().runningCalls()).allMatch(okhttp3.Call::isCanceled);
  }

  @Test
  void itemsOfAnyNumber_areReadOnlyAsTheyAreNeeded() {
    int[] read = {0};
    Iterable<BulkItem> endless =
        () ->
            IntStream.iterate(0, i -> i + 1)
                .peek(i -> read[0]++)
                .mapToObj(i -> put("t" + i))
                .iterator();
    instance.answer("PUT /digitaltwins/t50", 403, "");

    BulkReport report = bulk.concurrency(1).run(endless);

    assertThat(report.done()).isEqualTo(50);
    assertThat(read[0]).isLessThan(1100);
  }

  @Test
  void settingsOutOfRange_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> bulk.concurrency(0));
    assertThatIllegalArgumentException().isThrownBy(() -> bulk.failureLimit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkLimits(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BulkLimits(1, 1, 1_000_001));
  }
}
