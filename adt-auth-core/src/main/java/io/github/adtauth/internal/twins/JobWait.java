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
record JobWait<J>(String description, Predicate<J> finished, Consumer<? super J> progress) {
  private static final ExponentialBackoff POLL_DELAY =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 1.5);

  JobWait {
    Objects.requireNonNull(progress, "progress");
  }

  J await(Duration atMost, Timing timing, Supplier<J> poll) {
    Objects.requireNonNull(atMost, "atMost");
    long start = timing.ticker().getAsLong();
    for (int attempt = 1; ; attempt++) {
      Duration pause = POLL_DELAY.delay(attempt);
      Duration nextPause = pause;
      AdtException busy = null;
      @Nullable J job = null;
      try {
        job = poll.get();
      } catch (UnavailableException e) {
        busy = e;
        nextPause = e.retryAfter().filter(time -> !time.isZero()).orElse(pause);
      }
      if (job != null) {
        progress.accept(job);
        if (finished.test(job)) {
          return job;
        }
      }
      Duration remaining = atMost.minusNanos(timing.ticker().getAsLong() - start);
      if (remaining.isNegative() || remaining.isZero()) {
        throw busy != null ? busy : notInTime(atMost, null);
      }
      if (nextPause.compareTo(remaining) >= 0 && busy != null) {
        throw notInTime(atMost, busy);
      }
      sleep(timing, nextPause.compareTo(remaining) < 0 ? nextPause : remaining);
    }
  }

  private void sleep(Timing timing, Duration pause) {
    try {
      timing.sleeper().sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of(
                  "Could not wait for "
                      + description
                      + ": the thread was interrupted. The job continues.")
              .cause(e));
    }
  }

  private UnavailableException notInTime(Duration atMost, @Nullable AdtException busy) {
    return new UnavailableException(
        ErrorDetails.of(
                "The "
                    + description
                    + " has not finished within "
                    + DurationText.format(atMost)
                    + ". The job continues: wait again, or get its status later.")
            .cause(busy));
  }
}
