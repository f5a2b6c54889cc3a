package io.github.adtauth.internal.registration;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.registration.AppRegistration;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses until a delay of the directory has passed, for a limited time. Not thread-safe. */
public final class Wait {
  /** The Azure CLI retries for the same time. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  /** How long to wait for the owner of an application, which may be somebody else. */
  public static final Duration DOUBT = Duration.ofSeconds(30);

  public static final String IN_DOUBT = "it does not show yet whose the application is.";

  private static final Logger LOG = LoggerFactory.getLogger(AppRegistration.class);
  private static final int MAX_REASON = 300;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Duration limit;
  private final Timing timing;
  private final Consumer<String> progress;
  private Duration waited = Duration.ZERO;
  private Duration next = Duration.ofSeconds(1);

  Wait(Timing timing, Consumer<String> progress) {
    this(timing, progress, LIMIT);
  }

  public Wait(Timing timing, Consumer<String> progress, Duration limit) {
    this.limit = limit;
    this.timing = timing;
    this.progress = progress;
  }

  /** Pauses, longer each time, and reports why; returns false if the time is used up. */
  public boolean pause(String reason) {
    if (!pause(next)) {
      return false;
    }
    String line =
        "Waiting for the directory ("
            + waited.toSeconds()
            + " s of at most "
            + limit.toSeconds()
            + " s): "
            + Redactor.sanitizeId(reason, MAX_REASON);
    LOG.info("{}", line);
    progress.accept(line);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return true;
  }

  /** Pauses between two reads; returns false if the time is used up. */
  boolean pause(Duration length) {
    Duration total = waited.plus(length);
    if (total.compareTo(limit) > 0) {
      return false;
    }
    try {
      timing.sleeper().sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("The registration was interrupted. Run it again to complete it.")
              .cause(e));
    }
    waited = total;
    return true;
  }
}
