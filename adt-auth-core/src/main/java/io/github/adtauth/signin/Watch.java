package io.github.adtauth.signin;

import io.github.adtauth.internal.text.Redactor;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers whether something answers, and since when it does not. Thread-safe. */
final class Watch {
  private final Clock clock;
  private final AtomicReference<OnBehalfOfHealth.@Nullable Fault> fault = new AtomicReference<>();

  Watch(Clock clock) {
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

  OnBehalfOfHealth.@Nullable Fault fault() {
    return fault.get();
  }
}
