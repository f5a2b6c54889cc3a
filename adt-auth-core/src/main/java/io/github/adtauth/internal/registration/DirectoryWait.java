package io.github.adtauth.internal.registration;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.time.ExponentialBackoff;
import io.github.adtauth.registration.AppRegistration;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the directory to show changes, for a limited time. Not thread-safe. */
public final class DirectoryWait {
  /** The default limit; the Azure CLI retries for the same time. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  /** The limit of a wait until the directory shows that an application belongs to the caller. */
  public static final Duration ADOPTION_LIMIT = Duration.ofSeconds(30);

  /** The reason of a wait until the directory shows that an application belongs to the caller. */
  public static final String ADOPTION_REASON =
      "it does not yet show the owner or the credential of the application.";

  private static final Logger LOG = LoggerFactory.getLogger(AppRegistration.class);
  private static final int MAX_REASON_LENGTH = 300;
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final Duration limit;
  private final Timing timing;
  private final Consumer<String> progress;
  private Duration waited = Duration.ZERO;
  private int pauses;

  DirectoryWait(Timing timing, Consumer<String> progress) {
    this(timing, progress, LIMIT);
  }

  public DirectoryWait(Timing timing, Consumer<String> progress, Duration limit) {
    this.limit = limit;
    this.timing = timing;
    this.progress = progress;
  }

  /**
   * Pauses with exponential back-off and reports the reason.
   *
   * @return false if the limit is reached
   */
  public boolean pause(String reason) {
    if (!pause(BACKOFF.delay(pauses + 1))) {
      return false;
    }
    pauses++;
    String line =
        "Waiting for the directory ("
            + waited.toSeconds()
            + " s of at most "
            + limit.toSeconds()
            + " s): "
            + Redactor.sanitizeId(reason, MAX_REASON_LENGTH);
    LOG.info("{}", line);
    progress.accept(line);
    return true;
  }

  /**
   * Pauses between two reads.
   *
   * @return false if the limit is reached
   */
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
