package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Timing;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import io.github.adtauth.testkit.ManualTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Frequent probes must not scan all tokens each time. */
class HealthReuseTest {
  @Test
  void scan_isReusedForFiveSeconds() {
    AtomicInteger scans = new AtomicInteger();
    ManualTime time = new ManualTime();
    OnBehalfOf onBehalfOf =
        (OnBehalfOf)
            Proxy.newProxyInstance(
                OnBehalfOf.class.getClassLoader(),
                new Class<?>[] {OnBehalfOf.class},
                (proxy, method, arguments) ->
                    new OnBehalfOfHealth(scans.incrementAndGet(), null, null, null, null));
    OnBehalfOfHealthIndicator indicator =
        new OnBehalfOfHealthIndicator(
            onBehalfOf, new Timing(time.clock(), time::nanoTime, time::jitter, time::sleep));
    assertThat(indicator.health().getDetails()).containsEntry("usersCovered", 1L);
    time.advance(Duration.ofMillis(4_999));
    assertThat(indicator.health().getDetails()).containsEntry("usersCovered", 1L);
    time.advance(Duration.ofMillis(1));
    assertThat(indicator.health().getDetails()).containsEntry("usersCovered", 2L);
  }
}
