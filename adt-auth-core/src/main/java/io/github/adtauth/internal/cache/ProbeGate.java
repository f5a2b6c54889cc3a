package io.github.adtauth.internal.cache;

import io.github.adtauth.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets one request at a time probe a token service, and backs off after a probe that failed. Not
 * thread-safe, except for {@link #backoff}: {@link TokenServiceHealth} holds its lock.
 */
final class ProbeGate {
  private static final Duration PROBE_IN_FLIGHT_WAIT = Duration.ofSeconds(1);

  /** A probe is considered lost after this time, because a provider may hang. */
  private static final long PROBE_TIMEOUT_NANOS = Duration.ofMinutes(1).toNanos();

  private final Timing timing;
  private final Backoff backoff;
  private @Nullable Probe inFlight;
  private long startedAt;

  ProbeGate(Timing timing) {
    this.timing = timing;
    backoff = new Backoff(timing);
  }

  /** A request that probes the service; identified by the instance. */
  static final class Probe {
    private final ProbeGate gate;

    private Probe(ProbeGate gate) {
      this.gate = gate;
    }

    /** Lets another request probe the service. */
    void release() {
      if (gate.inFlight == this) {
        gate.inFlight = null;
      }
    }

    /** Backs off and returns the time until the next probe. */
    Duration fail(Throwable failure) {
      gate.backoff.recordFailure(failure, null);
      return gate.backoff.remaining();
    }
  }

  Backoff backoff() {
    return backoff;
  }

  boolean isProbeInFlight() {
    return inFlight != null && timing.ticker().getAsLong() - startedAt < PROBE_TIMEOUT_NANOS;
  }

  /** Returns the time until the next probe, or zero. */
  Duration timeUntilProbe() {
    if (backoff.activeFailure() != null) {
      return backoff.remaining();
    }
    return isProbeInFlight() ? PROBE_IN_FLIGHT_WAIT : Duration.ZERO;
  }

  Probe start() {
    Probe probe = new Probe(this);
    inFlight = probe;
    startedAt = timing.ticker().getAsLong();
    return probe;
  }

  void reset() {
    inFlight = null;
    backoff.recordSuccess();
  }
}
