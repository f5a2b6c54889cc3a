package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimingTest {
  @Test
  void systemTiming_hasUtcTickerAndJitter() throws Exception {
    Timing system = Timing.system();
    assertThat(system).isSameAs(Timing.system());
    assertThat(system.clock().getZone()).isEqualTo(ZoneOffset.UTC);
    long before = system.ticker().getAsLong();
    system.sleeper().sleep(Duration.ZERO);
    assertThat(system.ticker().getAsLong() - before).isNotNegative();
    for (int i = 0; i < 1000; i++) {
      assertThat(system.jitter().getAsDouble()).isGreaterThanOrEqualTo(0).isLessThan(1);
    }
  }

  @Test
  void sleep_endsOnInterrupt() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Timing.system().sleeper().sleep(Duration.ofDays(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
