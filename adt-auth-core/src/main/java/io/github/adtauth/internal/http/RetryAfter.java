package io.github.adtauth.internal.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** How long a server asks to be left alone (RFC 9110 10.2.3): seconds, or a date. */
public final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(365);

  private RetryAfter() {}

  /**
   * Reads the header. A date counts from the server's own {@code Date}, so that a clock that is off
   * does no harm.
   *
   * @return null where there is none or it makes no sense; never negative
   */
  public static @Nullable Duration of(Headers headers, Clock clock) {
    String value = headers.get("Retry-After");
    if (value == null) {
      return null;
    }
    String text = value.strip();
    if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofSeconds(Integer.parseInt(text));
    }
    Date until = headers.getDate("Retry-After");
    if (until == null) {
      return null;
    }
    Date theirs = headers.getDate("Date");
    Instant now = theirs == null ? clock.instant() : theirs.toInstant();
    Duration wait = Duration.between(now, until.toInstant());
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
