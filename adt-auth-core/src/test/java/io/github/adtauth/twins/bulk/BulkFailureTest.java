package io.github.adtauth.twins.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.twins.AccessDeniedException;
import io.github.adtauth.twins.DigitalTwinsException;
import io.github.adtauth.twins.JsonPatch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests failures in a bulk run: of items, of the instance and of callbacks. */
class BulkFailureTest extends BulkFixture {
  private static final String GATEWAY_429 =
      "{ \"error\": { \"statusCode\": 429, \"message\": \"Maximum request rate limit reached.\" } }";

  @Test
  void rejectedItem_doesNotStopRun() {
    instance.respondAlways("PUT /digitaltwins/t1", 400, BulkServer.error("ValidationFailed"));

    BulkReport report = bulk.run(puts(3));

    assertThat(report.isComplete()).isFalse();
    assertThat(report.stoppedBy()).isEmpty();
    assertThat(report.succeeded()).isEqualTo(2);
    assertThat(report.isDone(1)).isFalse();
    assertThat(report.failures()).hasSize(1);
    BulkReport.Failure failure = report.failures().get(0);
    assertThat(failure.index()).isEqualTo(1);
    assertThat(failure.item()).hasToString("twin 't1'");
    assertThat(failure.reason()).isInstanceOf(DigitalTwinsException.class);
    assertThat(report).hasToString("BulkReport[2 done, 0 skipped, 1 failed]");
  }

  @Test
  void incompleteReport_canBeThrown() {
    assertThat(bulk.run(puts(1)).throwIfIncomplete().succeeded()).isEqualTo(1);
    instance.respondAlways("PUT /digitaltwins/t1", 400, BulkServer.error("ValidationFailed"));
    assertThatThrownBy(() -> bulk.run(puts(3)).throwIfIncomplete())
        .isInstanceOf(DigitalTwinsException.class);
    instance.respondAlways("PUT /digitaltwins/t2", 403, "");
    assertThatThrownBy(() -> bulk.run(puts(3)).throwIfIncomplete())
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void invalidItem_doesNotStopRun() {
    BulkReport report = bulk.run(List.of(put("a"), put(".."), BulkItem.putTwin("c", 7), put("d")));

    assertThat(report.failures())
        .extracting(BulkReport.Failure::index)
        .containsExactlyInAnyOrder(1, 2);
    assertThat(report.failures())
        .allMatch(failure -> failure.reason() instanceof IllegalArgumentException);
    assertThat(report.succeeded()).isEqualTo(2);
  }

  @Test
  void retryAfter_pausesAllItems() {
    instance.respondOnce("PUT /digitaltwins/t3", 429, GATEWAY_429, "Retry-After", "9");

    BulkReport report = bulk.concurrency(1).run(puts(10));

    assertThat(report.isComplete()).isTrue();
    assertThat(slept()).isBetween(Duration.ofSeconds(9), Duration.ofMillis(9001));
    assertThat(instance.seen().subList(3, 5))
        .containsExactly("PUT /digitaltwins/t3", "PUT /digitaltwins/t3");
  }

  @Test
  void retryAfterOfHours_stopsRun() {
    instance.respondAlways("PUT /digitaltwins/t0", 429, GATEWAY_429, "Retry-After", "86400");

    BulkReport report = bulk.concurrency(1).run(puts(3));

    assertThat(report.stoppedBy()).containsInstanceOf(UnavailableException.class);
    assertThat(slept()).isLessThan(Duration.ofSeconds(1));
    assertThat(report.remaining(puts(3))).hasSize(3);
  }

  @Test
  void exceptionOfProgress_isRethrown() {
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
  void patchThatMayHaveSucceeded_isNotRetried() {
    instance.respondOnce("PATCH /digitaltwins/a", 503, "");
    instance.respondOnce("PATCH /digitaltwins/b", 429, GATEWAY_429);

    BulkReport report =
        bulk.run(
            List.of(
                BulkItem.patchTwin("a", JsonPatch.create().add("/n", 1)),
                BulkItem.patchTwin("b", JsonPatch.create().add("/n", 1))));

    assertThat(report.failures()).extracting(BulkReport.Failure::index).containsExactly(0);
    assertThat(report.isDone(1)).isTrue();
  }

  @Test
  void deleteWithLostResponse_isDoneIfTwinIsGone() {
    instance.respondOnce("DELETE /digitaltwins/a", 503, "");
    instance.respondAlways("DELETE /digitaltwins/a", 404, BulkServer.error("DigitalTwinNotFound"));
    instance.respondAlways("DELETE /digitaltwins/b", 404, BulkServer.error("DigitalTwinNotFound"));

    BulkReport report = bulk.run(List.of(BulkItem.deleteTwin("a"), BulkItem.deleteTwin("b")));

    assertThat(report.isDone(0)).isTrue();
    assertThat(report.failures()).extracting(BulkReport.Failure::index).containsExactly(1);
  }

  @Test
  void lastingOutage_stopsRunThatCanBeResumed() {
    for (int i = 10; i < 40; i++) {
      instance.respondAlways("PUT /digitaltwins/t" + i, 503, "");
    }
    List<BulkItem> items = puts(40);

    BulkReport report = bulk.concurrency(4).run(items);

    assertThat(report.stoppedBy()).containsInstanceOf(UnavailableException.class);
    assertThat(report.isComplete()).isFalse();
    assertThat(report.succeeded()).isEqualTo(10);
    assertThat(slept()).isBetween(Duration.ofSeconds(20), Duration.ofMinutes(3));
    List<BulkItem> remaining = report.remaining(items);
    assertThat(remaining).containsExactlyElementsOf(items.subList(10, 40));

    instance.healthy();
    assertThat(bulk.run(remaining).isComplete()).isTrue();
    assertThat(instance.writes("t39")).isEqualTo(1);
  }

  @Test
  void rejectedTokenOrMissingRole_stopsRun() {
    instance.respondAlways("PUT /digitaltwins/t0", 403, "");
    BulkReport denied = bulk.concurrency(1).run(puts(5));
    assertThat(denied.stoppedBy()).containsInstanceOf(AccessDeniedException.class);

    instance.healthy();
    instance.respondAlways("PUT /digitaltwins/t0", 401, "");
    BulkReport rejected = bulk.concurrency(1).run(puts(5));
    assertThat(rejected.stoppedBy()).containsInstanceOf(RegistrationException.class);
    assertThat(rejected.remaining(puts(5))).hasSize(5);
    assertThat(instance.writes("t1")).isZero();
  }

  @Test
  void tooManyFailures_stopRun() {
    for (int i = 0; i < 100; i++) {
      instance.respondAlways("PUT /digitaltwins/t" + i, 400, BulkServer.error("ValidationFailed"));
    }

    BulkReport report = bulk.concurrency(1).failureLimit(3).run(puts(100));

    assertThat(report.failures()).hasSize(3);
    assertThat(report.stoppedBy()).containsSame(report.failures().get(2).reason());
    assertThat(instance.seen()).hasSize(3);
  }
}
