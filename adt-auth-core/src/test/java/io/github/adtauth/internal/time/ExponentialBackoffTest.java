package io.github.adtauth.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@link ExponentialBackoff}. */
class ExponentialBackoffTest {
  private final ExponentialBackoff backoff =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "8, 60", "1000000, 60", "2147483647, 60"})
  void delay_doublesUpToMaximum(int attempt, long seconds) {
    assertThat(backoff.delay(attempt)).hasSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "-2147483648"})
  void delayBeforeFirstAttempt_isFirstDelay(int attempt) {
    assertThat(backoff.delay(attempt)).hasSeconds(1);
  }

  @Test
  void firstDelayAboveMaximum_isLimited() {
    assertThat(new ExponentialBackoff(Duration.ofHours(1), Duration.ofMinutes(1)).delay(1))
        .hasMinutes(1);
  }

  @Test
  void jitter_shortensToBetweenHalfAndWhole() {
    assertThat(backoff.jittered(3, 0)).hasSeconds(2);
    assertThat(backoff.jittered(3, 0.5)).hasSeconds(3);
    assertThat(backoff.jittered(3, 1)).hasSeconds(4);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 1500", "3, 2250", "9, 25628", "10, 30000", "2147483647, 30000"})
  void factor_isRatioOfDelays(int attempt, long millis) {
    ExponentialBackoff slow =
        new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 1.5);
    assertThat(slow.delay(attempt).toMillis()).isEqualTo(millis);
  }

  @Test
  void fullJitter_shortensToBetweenZeroAndWhole() {
    assertThat(backoff.fullyJittered(3, 0)).isZero();
    assertThat(backoff.fullyJittered(3, 0.5)).hasSeconds(2);
    assertThat(backoff.fullyJittered(3, 1)).hasSeconds(4);
  }

  @Test
  void zeroDelays_stayZero() {
    ExponentialBackoff none = new ExponentialBackoff(Duration.ZERO, Duration.ofSeconds(1));
    assertThat(none.delay(Integer.MAX_VALUE)).isZero();
  }

  @Test
  void veryLongMaximum_doesNotOverflow() {
    ExponentialBackoff endless =
        new ExponentialBackoff(Duration.ofDays(200), Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(endless.delay(1)).hasDays(200);
    assertThat(endless.delay(30)).isGreaterThan(Duration.ofDays(200));
  }
}
