package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests of {@link ThrottledPrincipals}. */
class ThrottledPrincipalsTest {
  private final ManualTime time = new ManualTime();
  private final ThrottledPrincipals throttled = new ThrottledPrincipals(TestTiming.of(time));

  private void throttle(String principal, Duration wait) {
    UnavailableException busy = new UnavailableException(ErrorDetails.of("busy").status(429));
    throttled.add(principal, busy, wait.toNanos());
  }

  @Test
  void shorterWait_doesNotReplaceLongerOne() {
    throttle("alice", Duration.ofMinutes(2));
    throttle("alice", Duration.ofSeconds(1));
    time.advance(Duration.ofMinutes(1));
    assertThat(throttled.isWaiting("alice")).isTrue();
    throttle("alice", Duration.ofMinutes(3));
    time.advance(Duration.ofMinutes(2));
    assertThat(throttled.isWaiting("alice")).isTrue();
  }

  @Test
  void principal_isRememberedTenMinutesAfterWait() {
    throttle("alice", Duration.ofMinutes(1));
    assertThat(throttled.isRemembered("alice")).isTrue();
    time.advance(Duration.ofMinutes(11).minusNanos(1));
    assertThat(throttled.isWaiting("alice")).isFalse();
    assertThat(throttled.isRemembered("alice")).isTrue();
    time.advance(Duration.ofNanos(1));
    assertThat(throttled.isRemembered("alice")).isFalse();
  }

  @Test
  void fullMap_dropsWaitThatEndsFirst() {
    throttle("short", Duration.ofMinutes(1));
    throttle("long", Duration.ofHours(1));
    for (int i = 0; i < 10 * ThrottledPrincipals.MAX_PRINCIPALS; i++) {
      throttle("user " + i, Duration.ofMinutes(30));
    }
    assertThat(throttled.isWaiting("short")).isFalse();
    assertThatThrownBy(() -> throttled.rejectIfThrottled("long"))
        .isInstanceOf(UnavailableException.class);
    int waiting = 0;
    for (int i = 0; i < 10 * ThrottledPrincipals.MAX_PRINCIPALS; i++) {
      waiting += throttled.isWaiting("user " + i) ? 1 : 0;
    }
    assertThat(waiting).isEqualTo(ThrottledPrincipals.MAX_PRINCIPALS - 1);
  }
}
