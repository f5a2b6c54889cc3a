package io.github.adtauth.internal.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Parser of the {@code Retry-After} header (RFC 9110 10.2.3). Stateless. */
public final class RetryAfter {
  private static final Duration MAX_DELAY = Duration.ofDays(365);

  private RetryAfter() {}

  /**
   * Returns the delay that the header requests, in seconds or as a date. A date is compared with
   * the response's {@code Date} header, so that a wrong local clock has no effect.
   *
   * @return the delay, which is not negative, or null if the header is missing or invalid
   */
  public static @Nullable Duration parse(Headers headers, Clock clock) {
    String value = headers.get("Retry-After");
    if (value == null) {
      return null;
    }
    String text = value.strip();
    if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofSeconds(Integer.parseInt(text));
    }
    Date retryAt = headers.getDate("Retry-After");
    if (retryAt == null) {
      return null;
    }
    Date serverDate = headers.getDate("Date");
    Instant now = serverDate == null ? clock.instant() : serverDate.toInstant();
    Duration delay = Duration.between(now, retryAt.toInstant());
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
  }
}
