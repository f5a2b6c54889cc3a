package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Records whether the last call to a service failed, and since when. Thread-safe. */
public final class HealthTracker {
  private static final int MAX_MESSAGE_LENGTH = 500;

  private final Clock clock;
  private final AtomicReference<OnBehalfOfHealth.@Nullable Failure> lastFailure =
      new AtomicReference<>();

  /** Creates a tracker that dates failures by the given clock. */
  public HealthTracker(Clock clock) {
    this.clock = clock;
  }

  void recordSuccess() {
    if (lastFailure.get() != null) {
      // Reading first avoids a write to shared memory on each call.
      lastFailure.set(null);
    }
  }

  void recordFailure(Throwable failure) {
    String message = failure.getMessage();
    String text =
        Redactor.sanitize(
            message == null ? failure.getClass().getSimpleName() : message, MAX_MESSAGE_LENGTH);
    lastFailure.updateAndGet(
        earlier ->
            new OnBehalfOfHealth.Failure(
                earlier == null ? clock.instant() : earlier.since(), text));
  }

  /** Returns the last failure, or null if a call has succeeded since. */
  OnBehalfOfHealth.@Nullable Failure lastFailure() {
    return lastFailure.get();
  }
}
