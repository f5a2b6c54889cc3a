package io.github.adtauth.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarningLimitTest {
  private final ManualTime time = new ManualTime();
  private final WarningLimit limit = new WarningLimit(TestTiming.of(time).ticker());

  @Test
  void sameKey_isLoggedOncePerMinute() {
    assertThat(limit.acquire("a")).isZero();
    assertThat(limit.acquire("a")).isEqualTo(WarningLimit.SUPPRESSED);
    assertThat(limit.acquire("b")).isZero();
    time.advance(Duration.ofMinutes(1));
    assertThat(limit.acquire("a")).isEqualTo(1);
    assertThat(limit.acquire("a")).isEqualTo(WarningLimit.SUPPRESSED);
  }

  @Test
  void keysBeyondMaximum_shareLimit() {
    assertThat(logged("early", 1_000)).isBetween(64, 65);
    assertThat(logged("more", 1_000)).isZero();
  }

  @Test
  void expiredKeys_areRemoved() {
    for (int minute = 0; minute < 3; minute++) {
      assertThat(logged("minute " + minute, 64)).isEqualTo(64);
      time.advance(Duration.ofMinutes(1));
    }
  }

  private int logged(String prefix, int keys) {
    int logged = 0;
    for (int i = 0; i < keys; i++) {
      logged += limit.acquire(prefix + i) == WarningLimit.SUPPRESSED ? 0 : 1;
    }
    return logged;
  }
}
