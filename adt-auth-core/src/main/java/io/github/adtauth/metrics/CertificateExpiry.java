package io.github.adtauth.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tracks when the current certificate of each credential expires. A certificate that was replaced
 * in its file is no longer tracked. Bounded, because an application may create credentials for each
 * tenant. Thread-safe.
 */
final class CertificateExpiry {
  private static final int MAX_CREDENTIALS = 1_000;

  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();

  void register(MeterRegistry registry) {
    TimeGauge unused =
        TimeGauge.builder(
                "adt.auth.certificate.expiry",
                () -> secondsLeft(registry.config().clock().wallTime()),
                TimeUnit.SECONDS)
            .description("Time until the certificate that expires first expires")
            .strongReference(true)
            .register(registry);
  }

  void record(String credential, Instant notAfter) {
    if (expiries.size() < MAX_CREDENTIALS || expiries.containsKey(credential)) {
      expiries.put(credential, notAfter);
    }
  }

  private Number secondsLeft(long nowMillis) {
    return expiries.values().stream()
        .mapToDouble(notAfter -> (notAfter.toEpochMilli() - nowMillis) / 1000.0)
        .min()
        .orElse(Double.NaN);
  }
}
