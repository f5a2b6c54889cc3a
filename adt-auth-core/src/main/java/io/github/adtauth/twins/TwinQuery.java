package io.github.adtauth.twins;

import io.github.adtauth.internal.rest.Snapshot;
import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.internal.twins.QueryLiterals;
import io.github.adtauth.internal.twins.TwinJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query in the language of Digital Twins, its values bound to {@code ?} so that no value is ever
 * taken for a part of the query. The index lags behind writes by some seconds. Immutable and
 * thread-safe.
 */
public final class TwinQuery {
  private static final Pattern IDENTIFIER =
      Pattern.compile("[A-Za-z]\\w{0,127}+(\\.\\$?[A-Za-z]\\w{0,127}+){0,16}+");

  private final String text;
  private final @Nullable Unbound unbound;
  private final int pageSize;
  private final @Nullable String continuationToken;

  private TwinQuery(
      String text, @Nullable Unbound unbound, int pageSize, @Nullable String continuationToken) {
    this.text = text;
    this.unbound = unbound;
    this.pageSize = pageSize;
    this.continuationToken = continuationToken;
  }

  /** A query with values that another Gson may write differently. */
  private record Unbound(String text, List<@Nullable Object> values) {}

  /**
   * States a query: {@code TwinQuery.of("SELECT * FROM digitaltwins T WHERE T.temperature > ?",
   * 25)}. A {@code ?} within quotes is text.
   *
   * <p>Dates, times, durations, enums and UUIDs are written as in a twin, by the Gson of the
   * instance.
   *
   * @param values one for each {@code ?}: String, finite Number, Boolean, a date, time or duration
   *     ({@code java.time}, {@link java.util.Date}), an enum, a UUID, an {@code Optional} that
   *     holds one of these, or a Collection of these for {@code IN}
   * @throws IllegalArgumentException if there are more or fewer values than {@code ?}, or a value
   *     is null or of another type
   */
  public static TwinQuery of(String text, @Nullable Object... values) {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(text, "text");
    List<@Nullable Object> held = new ArrayList<>(values.length);
    boolean byGson = false;
    for (Object value : values) {
      Object copy = Snapshot.of(value);
      held.add(copy);
      byGson |= isWrittenByGson(copy);
    }
    String bound = new QueryLiterals(new TwinJson(null)).bind(text, held);
    return new TwinQuery(bound, byGson ? new Unbound(text, held) : null, 0, null);
  }

  private static boolean isWrittenByGson(@Nullable Object value) {
    return value instanceof Collection<?> list
        ? list.stream().anyMatch(QueryLiterals::isWrittenByGson)
        : QueryLiterals.isWrittenByGson(value);
  }

  /**
   * Goes on with a query behind one of its pages; the token knows the query.
   *
   * @param continuationToken of {@link Page#continuationToken}, hours later and elsewhere too
   * @throws IllegalArgumentException if it is blank
   */
  public static TwinQuery fromContinuationToken(String continuationToken) {
    if (Objects.requireNonNull(continuationToken, "continuationToken").isBlank()) {
      throw new IllegalArgumentException("the continuation token is blank");
    }
    return new TwinQuery("", null, 0, continuationToken);
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
      throw new IllegalArgumentException("not the name of a property: " + UrlEncoding.quoted(name));
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
    return new TwinQuery(text, unbound, items, continuationToken);
  }

  /**
   * Returns the query with its values, as the default Gson writes them; empty where a token stands
   * for it.
   */
  public String text() {
    return text;
  }

  /** Returns the query with its values, as it is sent. */
  public String text(TwinJson json) {
    return unbound == null || json.isDefault()
        ? text
        : new QueryLiterals(json).bind(unbound.text, unbound.values);
  }

  public @Nullable String continuationToken() {
    return continuationToken;
  }

  public int pageSize() {
    return pageSize;
  }

  @Override
  public String toString() {
    return "TwinQuery[" + text + "]";
  }
}
