package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.internal.text.Redactor;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;

/** Remembers whether something answers, and since when it does not. Thread-safe. */
public final class Watch {
  private final Clock clock;
  private final AtomicReference<OnBehalfOfHealth.@Nullable Fault> fault = new AtomicReference<>();

  public Watch(Clock clock) {
    this.clock = clock;
  }

  void answered() {
    if (fault.get() != null) {
      fault.set(null);
    }
  }

  void failed(Throwable why) {
    String message =
        Redactor.sanitize(
            why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage(), 500);
    fault.updateAndGet(
        earlier ->
            new OnBehalfOfHealth.Fault(
                earlier == null ? clock.instant() : earlier.since(), message));
  }

  public OnBehalfOfHealth.@Nullable Fault fault() {
    return fault.get();
  }
}
