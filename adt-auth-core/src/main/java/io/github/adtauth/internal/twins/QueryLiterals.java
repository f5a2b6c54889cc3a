package io.github.adtauth.internal.twins;

import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.IsoTextAdapter;
import io.github.adtauth.internal.rest.Snapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as literals of the query language.
 *
 * @param json writer for dates, times, enums and UUIDs, which are written as in a twin
 */
public record QueryLiterals(TwinJson json) {
  // A longer number is not a measurement, and 1e999999999 would have a billion digits.
  private static final int MAX_DIGITS = 400;

  /** Binds the values to each {@code ?} outside quotes. */
  public String bind(String text, List<@Nullable Object> values) {
    StringBuilder bound = new StringBuilder(text.length());
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
        bound.append(used < values.size() ? literal(values.get(used)) : "?");
        used++;
      } else {
        quote = c == '\'' || c == '"' ? c : 0;
        bound.append(c);
      }
    }
    if (used != values.size()) {
      throw new IllegalArgumentException(
          "the query has " + used + " '?' outside quotes, but " + values.size() + " values");
    }
    if (quote != 0) {
      throw new IllegalArgumentException("the query ends within quotes");
    }
    return bound.toString();
  }

  /** Returns whether a value is written by the Gson of the instance. */
  public static boolean isWrittenByGson(@Nullable Object value) {
    return value != null
        && (value instanceof Enum
            || value instanceof UUID
            || value instanceof Date
            || IsoTextAdapter.of(value.getClass()) != null);
  }

  private String literal(@Nullable Object value) {
    if (!(value instanceof Collection<?> list)) {
      return scalar(value);
    }
    if (list.isEmpty()) {
      throw new IllegalArgumentException(
          "an empty collection matches nothing: do not send the query");
    }
    StringJoiner joined = new StringJoiner(", ", "[", "]");
    list.forEach(item -> joined.add(scalar(item)));
    return joined.toString();
  }

  private String scalar(@Nullable Object value) {
    Object content = value == null ? null : Snapshot.unwrapped(value);
    if (content instanceof String s) {
      return text(s);
    }
    if (content instanceof Boolean) {
      return content.toString();
    }
    if (content instanceof Number number) {
      return number(number);
    }
    if (content instanceof Instant && json.isDefault()) {
      return text(content.toString());
    }
    if (content != null
        && isWrittenByGson(content)
        && json.tree(content) instanceof JsonPrimitive primitive) {
      return primitive.isString()
          ? text(primitive.getAsString())
          : primitive.isNumber() ? number(primitive.getAsNumber()) : primitive.getAsString();
    }
    throw new IllegalArgumentException(
        content == null
            ? "a value is null or empty: write IS_NULL(…) instead"
            : "a value is a "
                + content.getClass().getName()
                + ", which the query language does not support");
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static String number(Number value) {
    try {
      BigDecimal number = new BigDecimal(value.toString());
      if (Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= MAX_DIGITS) {
        return number.toPlainString();
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a value is not a finite number: " + value, e);
    }
    throw new IllegalArgumentException("a value has more than " + MAX_DIGITS + " digits");
  }
}
