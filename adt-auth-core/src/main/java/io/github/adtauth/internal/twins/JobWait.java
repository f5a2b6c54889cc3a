package io.github.adtauth.internal.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.rest.UrlEncoding;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for a job until it is finished. Not thread-safe. */
record JobWait<J>(String what, Predicate<J> finished, Consumer<? super J> progress) {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  JobWait {
    Objects.requireNonNull(progress, "progress");
  }

  J during(Duration atMost, Timing timing, Supplier<J> ask) {
    Objects.requireNonNull(atMost, "atMost");
    long start = timing.ticker().getAsLong();
    Duration pause = FIRST;
    while (true) {
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
      pause = pause.plus(pause.dividedBy(2));
      pause = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
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
                    + UrlEncoding.text(atMost)
                    + ". It goes on: wait again, or look at it later.")
            .cause(busy));
  }
}
