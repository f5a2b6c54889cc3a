package io.github.adtauth.internal.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.time.DurationText;
import io.github.adtauth.internal.time.ExponentialBackoff;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for a job until it is finished. Not thread-safe. */
record JobWait<J>(String what, Predicate<J> finished, Consumer<? super J> progress) {
  private static final ExponentialBackoff POLL_DELAY =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 1.5);

  JobWait {
    Objects.requireNonNull(progress, "progress");
  }

  J during(Duration atMost, Timing timing, Supplier<J> ask) {
    Objects.requireNonNull(atMost, "atMost");
    long start = timing.ticker().getAsLong();
    for (int attempt = 1; ; attempt++) {
      Duration pause = POLL_DELAY.delay(attempt);
      Duration asked = pause;
      AdtException busy = null;
      @Nullable J job = null;
      try {
        job = ask.get();
      } catch (UnavailableException e) {
        busy = e;
        asked = e.retryAfter().filter(time -> !time.isZero()).orElse(pause);
      }
      if (job != null) {
        progress.accept(job);
        if (finished.test(job)) {
          return job;
        }
      }
      Duration left = atMost.minusNanos(timing.ticker().getAsLong() - start);
      if (left.isNegative() || left.isZero()) {
        throw busy != null ? busy : notInTime(atMost, null);
      }
      if (asked.compareTo(left) >= 0 && busy != null) {
        throw notInTime(atMost, busy);
      }
      sleep(timing, asked.compareTo(left) < 0 ? asked : left);
    }
  }

  private void sleep(Timing timing, Duration pause) {
    try {
      timing.sleeper().sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("Did not wait for " + what + ": the thread was interrupted. It goes on.")
              .cause(e));
    }
  }

  private UnavailableException notInTime(Duration atMost, @Nullable AdtException busy) {
    return new UnavailableException(
        ErrorDetails.of(
                "The "
                    + what
                    + " is not finished within "
                    + DurationText.format(atMost)
                    + ". It goes on: wait again, or look at it later.")
            .cause(busy));
  }
}
