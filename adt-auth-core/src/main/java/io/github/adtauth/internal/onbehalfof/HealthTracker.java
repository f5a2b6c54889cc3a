package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers whether something answers, and since when it does not. Thread-safe. */
public final class HealthTracker {
  private final Clock clock;
  private final AtomicReference<OnBehalfOfHealth.@Nullable Failure> fault = new AtomicReference<>();

  public HealthTracker(Clock clock) {
    this.clock = clock;
  }

  void recordSuccess() {
    if (fault.get() != null) {
      fault.set(null);
    }
  }

  void recordFailure(Throwable why) {
    String message =
        Redactor.sanitize(
            why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage(), 500);
    fault.updateAndGet(
        earlier ->
            new OnBehalfOfHealth.Failure(
                earlier == null ? clock.instant() : earlier.since(), message));
  }

  public OnBehalfOfHealth.@Nullable Failure fault() {
    return fault.get();
  }
}
