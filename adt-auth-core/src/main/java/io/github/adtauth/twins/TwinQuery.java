package io.github.adtauth.twins;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query in the language of Digital Twins, its values bound to {@code ?} so that no value is ever
 * taken for a part of the query. The index lags behind writes by some seconds. Immutable and
 * thread-safe.
 */
public final class TwinQuery {
  // Longer numbers are no measurement, and 1e999999999 would be a billion digits.
  private static final int DIGITS = 400;

  private static final Pattern IDENTIFIER =
      Pattern.compile("[A-Za-z]\\w{0,127}+(\\.\\$?[A-Za-z]\\w{0,127}+){0,16}+");

  private final String text;
  private final int pageSize;
  private final @Nullable String continuationToken;

  private TwinQuery(String text, int pageSize, @Nullable String continuationToken) {
    this.text = text;
    this.pageSize = pageSize;
    this.continuationToken = continuationToken;
  }

  /**
   * States a query: {@code TwinQuery.of("SELECT * FROM digitaltwins T WHERE T.temperature > ?",
   * 25)}. A {@code ?} within quotes is text.
   *
   * @param values one for each {@code ?}: String, finite Number, Boolean, Instant, or a Collection
   *     of these for {@code IN}
   * @throws IllegalArgumentException if there are more or fewer values than {@code ?}, or a value
   *     is null or of another type
   */
  public static TwinQuery of(String text, @Nullable Object... values) {
    Objects.requireNonNull(values, "values");
    StringBuilder bound = new StringBuilder(Objects.requireNonNull(text, "text").length());
    int used = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        bound.append(c);
        if (c == '\\' && i + 1 < text.length()) {
          bound.append(text.charAt(++i));
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '?') {
        bound.append(used < values.length ? literal(values[used]) : "?");
        used++;
      } else {
        quote = c == '\'' || c == '"' ? c : 0;
        bound.append(c);
      }
    }
    if (used != values.length) {
      throw new IllegalArgumentException(
          "the query has " + used + " '?' outside quotes, but " + values.length + " values");
    }
    if (quote != 0) {
      throw new IllegalArgumentException("the query ends within quotes");
    }
    return new TwinQuery(bound.toString(), 0, null);
  }

  /**
   * Goes on with a query behind one of its pages; the token knows the query.
   *
   * @param continuationToken of {@link Page#continuationToken}, hours later and elsewhere too
   * @throws IllegalArgumentException if it is blank
   */
  public static TwinQuery continuing(String continuationToken) {
    if (Objects.requireNonNull(continuationToken, "continuationToken").isBlank()) {
      throw new IllegalArgumentException("the continuation token is blank");
    }
    return new TwinQuery("", 0, continuationToken);
  }

  /**
   * Returns the name of a property as it is, once it is sure to be nothing but one: for what cannot
   * be bound to a {@code ?}.
   *
   * @param name as a model may name it, also with those of its component or alias before it: {@code
   *     T.thermostat.setPoint}
   * @throws IllegalArgumentException if it is anything else
   */
  public static String identifier(String name) {
    if (!IDENTIFIER.matcher(Objects.requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException("not the name of a property: " + Wire.quoted(name));
    }
    return name;
  }

  /**
   * Returns a copy that asks for pages of at most so many items; the service may send fewer.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public TwinQuery pageSize(int items) {
    if (items <= 0) {
      throw new IllegalArgumentException("pageSize must be positive, not " + items);
    }
    return new TwinQuery(text, items, continuationToken);
  }

  /** Returns the query as it is sent, values included; empty where a token stands for it. */
  public String text() {
    return text;
  }

  @Nullable String continuationToken() {
    return continuationToken;
  }

  int pageSize() {
    return pageSize;
  }

  private static String literal(@Nullable Object value) {
    if (!(value instanceof Collection<?> list)) {
      return scalar(value);
    }
    if (list.isEmpty()) {
      throw new IllegalArgumentException(
          "an empty collection matches nothing: leave the query out");
    }
    StringJoiner joined = new StringJoiner(", ", "[", "]");
    list.forEach(item -> joined.add(scalar(item)));
    return joined.toString();
  }

  private static String scalar(@Nullable Object value) {
    if (value instanceof String s) {
      return "'" + s.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
    if (value instanceof Instant) {
      return "'" + value + "'";
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Number number) {
      return number(number);
    }
    throw new IllegalArgumentException(
        value == null
            ? "a value is null: write IS_NULL(…) instead"
            : "a value is a " + value.getClass().getName() + ", which the query language lacks");
  }

  private static String number(Number value) {
    try {
      BigDecimal number = new BigDecimal(value.toString());
      if (Math.abs((long) number.scale()) <= DIGITS && number.precision() <= DIGITS) {
        return number.toPlainString();
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a value is no finite number: " + value, e);
    }
    throw new IllegalArgumentException("a value has more than " + DIGITS + " digits");
  }

  @Override
  public String toString() {
    return "TwinQuery[" + text + "]";
  }
}
