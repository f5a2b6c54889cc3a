package io.github.adtauth.internal.json;

import com.google.gson.JsonSyntaxException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a date, time or duration as ISO 8601 text. Thread-safe.
 *
 * <p>DTDL requires the formats of RFC 3339, which always have seconds. {@code toString()} of most
 * {@code java.time} types omits zero seconds, so the formatters write them.
 */
public final class IsoTextAdapter<T> extends TypeAdapter<T> {
  private static final int MAX_SHOWN = 100;
  private static final String DATE_TIME =
      "a date and time with an offset, such as 2026-01-31T18:30:00Z";

  private final String form;
  private final Function<T, String> format;
  private final Function<String, T> parse;

  private IsoTextAdapter(String form, Function<T, String> format, Function<String, T> parse) {
    this.form = form;
    this.format = format;
    this.parse = parse;
  }

  /** Returns the adapter of a type; null if the type is not a date, time or duration. */
  public static @Nullable TypeAdapter<?> of(Class<?> type) {
    // A switch, not a map: only the adapters that a user's class needs are created.
    return switch (type.getName()) {
      case "java.time.Instant" -> instant();
      case "java.time.LocalDate" ->
          of("a date, such as 2026-01-31", LocalDate::toString, LocalDate::parse);
      case "java.time.LocalTime" ->
          of(
              "a time without an offset, such as 18:30:00",
              DateTimeFormatter.ISO_LOCAL_TIME::format,
              LocalTime::parse);
      case "java.time.OffsetTime" ->
          of(
              "a time with an offset, such as 18:30:00Z",
              DateTimeFormatter.ISO_OFFSET_TIME::format,
              OffsetTime::parse);
      case "java.time.LocalDateTime" ->
          of(
              "a date and time without an offset, such as 2026-01-31T18:30:00",
              DateTimeFormatter.ISO_LOCAL_DATE_TIME::format,
              LocalDateTime::parse);
      case "java.time.OffsetDateTime" ->
          of(DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME::format, OffsetDateTime::parse);
      case "java.time.ZonedDateTime" ->
          of(DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME::format, ZonedDateTime::parse);
      case "java.time.Duration" ->
          of("a duration in days or less, such as PT1H30M", Duration::toString, Duration::parse);
      case "java.time.Period" ->
          of("a period in days or more, such as P1Y2M", Period::toString, Period::parse);
      default -> rare(type);
    };
  }

  @SuppressWarnings("JavaUtilDate") // java.sql.Date is a Date without an Instant
  private static @Nullable TypeAdapter<?> rare(Class<?> type) {
    if (type == Date.class) {
      return of(
          DATE_TIME,
          date -> Instant.ofEpochMilli(date.getTime()).toString(),
          text -> Date.from(parseInstant(text)));
    }
    if (Calendar.class.isAssignableFrom(type)) {
      return IsoTextAdapter.<Calendar>of(
          DATE_TIME,
          calendar ->
              DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                  calendar.toInstant().atZone(calendar.getTimeZone().toZoneId())),
          text -> GregorianCalendar.from(ZonedDateTime.parse(text)));
    }
    if (type == ZoneOffset.class) {
      return of("an offset, such as +01:00", ZoneOffset::getId, ZoneOffset::of);
    }
    if (ZoneId.class.isAssignableFrom(type)) {
      return of("a time zone, such as Europe/Berlin", ZoneId::getId, ZoneId::of);
    }
    if (type == Year.class) {
      return of("a year, such as 2026", Year::toString, Year::parse);
    }
    if (type == YearMonth.class) {
      return of("a month, such as 2026-01", YearMonth::toString, YearMonth::parse);
    }
    if (type == MonthDay.class) {
      return of("a day of a year, such as --01-31", MonthDay::toString, MonthDay::parse);
    }
    return null;
  }

  private static TypeAdapter<Instant> instant() {
    return of(DATE_TIME, Instant::toString, IsoTextAdapter::parseInstant);
  }

  /** Reads an instant with any number of fraction digits and any offset. */
  public static Instant parseInstant(String text) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
  }

  private static <T> IsoTextAdapter<T> of(
      String form, Function<T, String> format, Function<String, T> parse) {
    return new IsoTextAdapter<>(form, format, parse);
  }

  @Override
  public void write(JsonWriter out, @Nullable T value) throws IOException {
    out.value(value == null ? null : format.apply(value));
  }

  @Override
  public @Nullable T read(JsonReader in) throws IOException {
    if (in.peek() == JsonToken.NULL) {
      in.nextNull();
      return null;
    }
    String text = in.nextString();
    try {
      return parse.apply(text);
    } catch (DateTimeException e) {
      // A long text would hide the reason, and a part of it might be half a secret.
      String shown =
          text.length() > MAX_SHOWN
              ? "a text of " + text.length() + " characters"
              : "'" + text + "'";
      throw new JsonSyntaxException(
          shown + " is not " + form + "; at path " + in.getPreviousPath(), e);
    }
  }
}
