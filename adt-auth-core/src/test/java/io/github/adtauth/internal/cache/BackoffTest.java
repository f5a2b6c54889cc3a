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

class BackoffTest {
  private final Throwable failure = new IllegalStateException("down");

  private final ManualTime time = new ManualTime();
  private final Backoff backoff = new Backoff(TestTiming.of(time));

  @BeforeEach
  void setTicker() {
    time.advance(Duration.ofDays(3));
  }

  @ParameterizedTest
  @CsvSource({
    // consecutive failures, random number, delay in milliseconds
    "1, 0, 500",
    "1, 0.5, 750",
    "2, 0.5, 1500",
    "3, 0, 2000",
    "6, 0, 16000",
    "7, 0, 30000",
    "7, 0.5, 45000",
    "40, 0, 30000",
  })
  void wait_doublesUpToOneMinute(int failures, double chance, long millis) {
    time.jitter(chance);
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
  void success_endsWait() {
    backoff.recordFailure(failure, Duration.ofSeconds(30));
    backoff.recordSuccess();
    assertThat(backoff.activeFailure()).isNull();
  }

  @Test
  void requestedWait_isBounded() {
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
  void failureOfConcurrentRequest_neverShortensWait() {
    backoff.recordFailure(failure, Duration.ofSeconds(30));
    backoff.recordFailure(failure, Duration.ofSeconds(10));
    assertThat(backoff.remaining()).isEqualTo(Duration.ofSeconds(30));
    backoff.recordFailure(failure, Duration.ofSeconds(50));
    assertThat(backoff.remaining()).isEqualTo(Duration.ofSeconds(50));
    time.advance(Duration.ofSeconds(50));
    backoff.recordFailure(failure, null);
    assertThat(backoff.remaining())
        .as("second consecutive failure")
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void pause_isNotFailure() {
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
  void threads_doNotBlockEachOther() throws Exception {
    onAnotherThread(() -> backoff.recordFailure(failure, null));
    onAnotherThread(() -> backoff.backOffFor(failure, Duration.ofSeconds(1)));
    onAnotherThread(backoff::recordSuccess);
    assertThat(backoff.activeFailure()).isNull();
  }

  private static void onAnotherThread(Runnable step) throws Exception {
    FutureTask<Void> task = new FutureTask<>(step, null);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    task.get();
  }
}
