package io.github.adtauth.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@link DurationText}. */
class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"0, 0 s", "1000, 1 s", "90000, 90 s", "150, 150 ms", "1500, 1500 ms"})
  void wholeSeconds_areInSeconds_othersInMilliseconds(long millis, String text) {
    assertThat(DurationText.format(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
