package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@link Backoff}. */
class BackoffTest {
  private final Throwable failure = new IllegalStateException("down");

  private final ManualTime time = new ManualTime();
  private final Backoff backoff = new Backoff(TestTiming.of(time));

  @BeforeEach
  void advanceTicker() {
    time.advance(Duration.ofDays(3));
  }

  @ParameterizedTest
  @CsvSource({
    // consecutive failures, random number, delay in milliseconds after the last one
    "1, 0, 500",
    "1, 0.5, 750",
    "2, 0.5, 1500",
    "3, 0, 2000",
    "6, 0, 16000",
    "7, 0, 30000",
    "7, 0.5, 45000",
    "40, 0, 30000",
  })
  void delay_doublesUpToOneMinute_withJitter(int failures, double random, long millis) {
    time.jitter(random);
    for (int i = 0; i < failures; i++) {
      time.advance(backoff.remaining());
      assertThat(backoff.activeFailure()).isNull();
      backoff.recordFailure(failure, null);
    }
    assertThat(backoff.remaining()).isEqualTo(Duration.ofMillis(millis));
    assertThat(backoff.activeFailure()).isSameAs(failure);
    time.advance(Duration.ofMillis(millis));
    assertThat(backoff.activeFailure()).isNull();
    assertThat(backoff.remaining()).isZero();
  }

  @Test
  void success_endsBackOff() {
    backoff.recordFailure(failure, Duration.ofSeconds(30));
    backoff.recordSuccess();
    assertThat(backoff.activeFailure()).isNull();
  }

  @Test
  void retryAfter_isUsedBetweenOwnDelayAndOneHour() {
    backoff.recordFailure(failure, Duration.ofSeconds(30));
    assertThat(backoff.remaining()).isEqualTo(Duration.ofSeconds(30));
    time.advance(Duration.ofSeconds(30));
    backoff.recordFailure(failure, Duration.ofDays(300_000));
    assertThat(backoff.remaining()).isEqualTo(Duration.ofHours(1));
    time.advance(Duration.ofHours(1));
    backoff.recordFailure(failure, Duration.ZERO);
    assertThat(backoff.remaining()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void failureDuringBackOff_onlyExtendsDelay() {
    backoff.recordFailure(failure, Duration.ofSeconds(30));
    backoff.recordFailure(failure, Duration.ofSeconds(10));
    assertThat(backoff.remaining()).isEqualTo(Duration.ofSeconds(30));
    backoff.recordFailure(failure, Duration.ofSeconds(50));
    assertThat(backoff.remaining()).isEqualTo(Duration.ofSeconds(50));
    time.advance(Duration.ofSeconds(50));
    backoff.recordFailure(failure, null);
    assertThat(backoff.remaining())
        .as("the second failure that counts")
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void backOffFor_doesNotCountAsFailure() {
    for (int i = 0; i < 5; i++) {
      backoff.backOffFor(failure, Duration.ofSeconds(7));
      assertThat(backoff.remaining()).isEqualTo(Duration.ofSeconds(7));
      assertThat(backoff.activeFailure()).isSameAs(failure);
      time.advance(Duration.ofSeconds(7));
    }
    backoff.recordFailure(failure, null);
    assertThat(backoff.remaining()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void lock_isReleasedByEachMethod() throws Exception {
    runOnOtherThread(() -> backoff.recordFailure(failure, null));
    runOnOtherThread(() -> backoff.backOffFor(failure, Duration.ofSeconds(1)));
    runOnOtherThread(backoff::recordSuccess);
    assertThat(backoff.activeFailure()).isNull();
  }

  private static void runOnOtherThread(Runnable step) throws Exception {
    FutureTask<Void> task = new FutureTask<>(step, null);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    task.get();
  }
}
