package io.github.adtauth.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AuthMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AuthMetrics metrics = AuthMetrics.create(registry);

  @Test
  void servedTokens_areCountedByFreshness() {
    metrics.tokenServed("user 11111111", false);
    metrics.tokenServed("user 22222222", false);
    metrics.tokenServed("user 33333333", true);
    assertThat(registry.get("adt.auth.token.served").tag("freshness", "fresh").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("adt.auth.token.served").tag("principal", "user").counters())
        .hasSize(2);
  }

  @Test
  void tokenRequests_areTimedByOutcome() {
    metrics.tokenAcquired("application 1", Duration.ofMillis(30), Instant.EPOCH);
    metrics.tokenFailed(
        "application 1",
        Duration.ofMillis(20),
        new CredentialException(ErrorDetails.of("wrong secret")));
    metrics.tokenFailed("external provider", Duration.ZERO, new IllegalStateException());
    assertThat(
            registry
                .get("adt.auth.token.requests")
                .tag("outcome", "success")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(30);
    assertThat(
            registry
                .get("adt.auth.token.requests")
                .tag("exception", "CredentialException")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("adt.auth.token.requests").tag("exception", "other").timer().count())
        .isEqualTo(1);
  }

  @Test
  void challengesRetriesAndEvictions_areCounted() {
    metrics.challengeReceived("h", true);
    metrics.retrying("h", 1, Duration.ofSeconds(1), "429");
    metrics.tokenEvicted("user 1");
    metrics.credentialReloaded("certificate of job.pem");
    assertThat(registry.get("adt.auth.credential.reloads").counter().count()).isEqualTo(1);
    assertThat(registry.get("adt.auth.challenges").tag("claims", "true").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("adt.auth.retries").tag("reason", "429").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("adt.auth.token.evictions").counter().count()).isEqualTo(1);
  }

  @Test
  void everyMeter_existsFromTheStart() {
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .contains(
            "adt.auth.token.served",
            "adt.auth.token.requests",
            "adt.auth.token.evictions",
            "adt.auth.challenges",
            "adt.auth.retries",
            "adt.auth.store.faults",
            "adt.auth.credential.reloads",
            "adt.auth.certificate.expiry");
    assertThat(registry.find("adt.auth.retries").counters())
        .allSatisfy(counter -> assertThat(counter.count()).isZero());
  }

  @Test
  void certificateExpiry_isEarliestOfCurrentCertificates() {
    MockClock clock = new MockClock();
    SimpleMeterRegistry timed = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    AuthMetrics own = AuthMetrics.create(timed);
    TimeGauge gauge = timed.get("adt.auth.certificate.expiry").timeGauge();
    assertThat(gauge.value(TimeUnit.SECONDS)).isNaN();

    Instant start = Instant.ofEpochMilli(clock.wallTime());
    own.certificateUsed("certificate of a.pem", start.plusSeconds(100));
    own.certificateUsed("certificate of b.pem", start.plusSeconds(50));
    assertThat(gauge.value(TimeUnit.SECONDS)).isEqualTo(50);
    own.certificateUsed("certificate of b.pem", start.plusSeconds(500));
    assertThat(gauge.value(TimeUnit.SECONDS)).isEqualTo(100);

    clock.add(Duration.ofSeconds(130));
    assertThat(gauge.value(TimeUnit.SECONDS)).isEqualTo(-30);
  }
}
