package io.github.adtauth.internal.identity;

import io.github.adtauth.internal.text.Ascii;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code expires_on} of an identity endpoint: seconds since 1970 or, from App Service, a
 * date. A date without a time zone is UTC.
 */
final class ExpiryTime {
  private static final int MAX_LENGTH = 64;
  private static final double LAST_SECOND = 253_402_300_799d; // of the year 9999

  private static final Pattern SECONDS = Pattern.compile("\\d+(\\.\\d+)?");

  /** {@code 9/14/2017 1:02:03 PM +00:00}, as App Service writes it; AM or PM is optional. */
  private static final Pattern US_DATE =
      Pattern.compile(
          "(\\d{1,2})/(\\d{1,2})/(\\d{4}) +(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.\\d{1,9})?"
              + "(?: ?([AP])M)?(?: ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?");

  private static final Pattern ISO_DATE =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
              + " ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})?");

  private ExpiryTime() {}

  /** Returns the time, or null if the text has neither format. */
  static @Nullable Instant parse(String text) {
    String value = Ascii.toUpperCase(text.strip());
    if (value.length() > MAX_LENGTH) {
      return null;
    }
    try {
      Matcher iso = ISO_DATE.matcher(value);
      if (iso.matches()) {
        return OffsetDateTime.parse(iso.group(1) + "T" + iso.group(2) + offset(iso.group(3)))
            .toInstant();
      }
      Matcher us = US_DATE.matcher(value);
      return us.matches() ? date(us) : seconds(value);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant seconds(String value) {
    return SECONDS.matcher(value).matches()
        ? Instant.ofEpochSecond((long) Math.min(Double.parseDouble(value), LAST_SECOND))
        : null;
  }

  private static Instant date(Matcher us) {
    LocalDateTime time =
        LocalDateTime.of(
            number(us, 3),
            number(us, 1),
            number(us, 2),
            hour(number(us, 4), us.group(7)),
            number(us, 5),
            number(us, 6));
    return time.toInstant(ZoneOffset.of(offset(us.group(8))));
  }

  /** Microsoft's documentation also contains {@code 00:00:00 PM} and {@code 13:00:00 PM}. */
  private static int hour(int hour, @Nullable String half) {
    if (half == null || hour > 12) {
      return hour;
    }
    return hour % 12 + (half.equals("P") ? 12 : 0);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static String offset(@Nullable String zone) {
    if (zone == null || Character.isLetter(zone.charAt(0))) {
      return "Z";
    }
    return zone.contains(":") ? zone : zone.substring(0, 3) + ":" + zone.substring(3);
  }
}
