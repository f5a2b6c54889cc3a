package io.github.adtauth.internal.time;

import java.time.Duration;

/** Formats durations for messages. */
public final class DurationText {
  private DurationText() {}

  /** Returns the duration in seconds, or in milliseconds if it is not a whole number of seconds. */
  public static String format(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
