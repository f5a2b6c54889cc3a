package io.github.adtauth.internal.entra;

import io.github.adtauth.Timing;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of the token service, which dates all tokens. It is the local clock, corrected by the
 * {@code Date} header of responses (RFC 9110 6.6.1). Thread-safe.
 *
 * <p>A {@code Date} has a precision of one second and is written at some time between sending the
 * request and receiving the response. A response therefore yields a range of offsets. The local
 * clock is not corrected as long as it is in the range. The offset is limited to ten minutes, so
 * that a forged {@code Date} cannot move a sign-out further.
 */
public final class ServiceClock {
  static final Duration MAX_OFFSET = Duration.ofMinutes(10);
  private static final Logger LOG = LoggerFactory.getLogger("io.github.adtauth.signin.SignIn");

  private static final long MAX_OFFSET_MILLIS = MAX_OFFSET.toMillis();
  private static final long WARNING_MILLIS = Duration.ofSeconds(5).toMillis();
  private static final long ABSURD_MILLIS = Duration.ofDays(1).toMillis();
  private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean known;
  private volatile long offsetMillis;
  private long loggedMillis;

  public ServiceClock(Timing timing) {
    this.timing = timing;
  }

  /** Returns whether a response of the token service has been received. */
  public boolean isKnown() {
    return known;
  }

  /** Returns the time of the token service, or the local time if that is unknown. */
  public Instant now() {
    return timing.clock().instant().plusMillis(offsetMillis);
  }

  /**
   * Limits the time of another server to {@link #MAX_OFFSET} around the local time.
   *
   * @throws DateTimeException if the time is not in the years 1970 to 9999
   */
  public Instant limit(Instant serverTime) {
    if (serverTime.isBefore(Instant.EPOCH) || serverTime.getEpochSecond() > LAST_SECOND) {
      throw new DateTimeException("not in the years 1970 to 9999");
    }
    Instant now = timing.clock().instant();
    long offset = Duration.between(now, serverTime).toMillis();
    logIfOff(offset, "the token store");
    return now.plusMillis(limit(offset));
  }

  /**
   * Updates the clock from a response of the token service.
   *
   * @param sentAt when the request was sent, in ticks
   */
  void record(Headers headers, long sentAt) {
    Instant date = date(headers);
    if (date == null || headers.get("Age") != null) {
      // A cached response has an old date.
      return;
    }
    long elapsed = Duration.ofNanos(timing.ticker().getAsLong() - sentAt).toMillis();
    long earliest = date.toEpochMilli() - timing.clock().millis();
    long latest = earliest + 999 + elapsed;
    if (elapsed < 0 || Math.abs(earliest) > ABSURD_MILLIS) {
      return;
    }
    lock.lock();
    try {
      long offset = offset(earliest, latest);
      offsetMillis = limit(offset);
      known = true;
      logIfOff(offset, "the token service");
    } finally {
      lock.unlock();
    }
  }

  private long offset(long earliest, long latest) {
    if (earliest <= 0 && 0 <= latest) {
      return 0;
    }
    long present = offsetMillis;
    return earliest <= present && present <= latest
        ? present
        : Math.max(earliest + 500, Math.min(present, latest - 499));
  }

  private static long limit(long offset) {
    return Math.max(-MAX_OFFSET_MILLIS, Math.min(offset, MAX_OFFSET_MILLIS));
  }

  /** Logs an offset of several seconds once, until it changes by as much. */
  private void logIfOff(long offset, String server) {
    lock.lock();
    try {
      if (Math.abs(offset) < WARNING_MILLIS) {
        loggedMillis = 0;
      } else if (Math.abs(offset - loggedMillis) >= WARNING_MILLIS) {
        loggedMillis = offset;
        LOG.warn(
            "The clock of this machine is {} seconds {} by the time of {}; sign-outs are corrected"
                + " by at most {} minutes. Synchronize the clock.",
            Math.abs(offset) / 1_000,
            offset > 0 ? "slow" : "fast",
            server,
            MAX_OFFSET.toMinutes());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Parses an IMF-fixdate, the only format that a server may send (RFC 9110 5.6.7), for example
   * {@code Sun, 06 Nov 1994 08:49:37 GMT}. Also accepts a day of one digit. Does not use OkHttp's
   * parser, which would load a calendar and slow down the first request.
   */
  private static @Nullable Instant date(Headers headers) {
    String date = headers.get("Date");
    if (date == null || date.length() < 28 || date.length() > 29 || !date.endsWith(" GMT")) {
      return null;
    }
    int end = date.length();
    int month = MONTHS.indexOf(date.substring(end - 21, end - 18));
    if (month % 3 != 0) { // including -1 for an unknown month
      return null;
    }
    try {
      return LocalDateTime.of(
              number(date, end - 17, end - 13),
              month / 3 + 1,
              number(date, 5, end - 22),
              number(date, end - 12, end - 10),
              number(date, end - 9, end - 7),
              number(date, end - 6, end - 4))
          .toInstant(ZoneOffset.UTC);
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static int number(String date, int begin, int end) {
    return Integer.parseInt(date, begin, end, 10);
  }
}
