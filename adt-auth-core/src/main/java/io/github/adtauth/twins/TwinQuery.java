package io.github.adtauth.twins;

import io.github.adtauth.internal.rest.Snapshot;
import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.internal.text.ValueText;
import io.github.adtauth.internal.twins.QueryLiterals;
import io.github.adtauth.internal.twins.TwinJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query in the Digital Twins query language. Immutable and thread-safe.
 *
 * <p>Values are bound to {@code ?} and escaped, so that a value cannot change the query. The query
 * index lags behind writes by some seconds.
 */
public final class TwinQuery {
  private static final Pattern IDENTIFIER =
      Pattern.compile("[A-Za-z]\\w{0,127}+(\\.\\$?[A-Za-z]\\w{0,127}+){0,16}+");

  private final String text;
  private final String template;
  private final List<@Nullable Object> values;
  private final int pageSize;
  private final @Nullable String continuationToken;

  private TwinQuery(
      String text,
      String template,
      List<@Nullable Object> values,
      int pageSize,
      @Nullable String continuationToken) {
    this.text = text;
    this.template = template;
    this.values = values;
    this.pageSize = pageSize;
    this.continuationToken = continuationToken;
  }

  /**
   * Returns a query: {@code TwinQuery.of("SELECT * FROM digitaltwins T WHERE T.temperature > ?",
   * 25)}. A {@code ?} within quotes is text.
   *
   * <p>Dates, times, durations, enums and UUIDs are written by the Gson of the instance, as in a
   * twin.
   *
   * @param values one value for each {@code ?}: String, finite Number, Boolean, a date, time or
   *     duration ({@code java.time}, {@link java.util.Date}), an enum, a UUID, an {@code Optional}
   *     that contains one of these, or a Collection of these for {@code IN}
   * @throws IllegalArgumentException if the number of values differs from the number of {@code ?},
   *     or if a value is null or has another type
   */
  public static TwinQuery of(String text, @Nullable Object... values) {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(text, "text");
    List<@Nullable Object> copies = new ArrayList<>(values.length);
    for (Object value : values) {
      copies.add(Snapshot.of(value));
    }
    String bound = new QueryLiterals(new TwinJson(null)).bind(text, copies);
    return new TwinQuery(bound, text, copies, 0, null);
  }

  /**
   * Returns a query that resumes after a page of an earlier query. The token identifies the query.
   *
   * @param continuationToken token from {@link Page#continuationToken}; it stays valid for hours
   *     and in other processes
   * @throws IllegalArgumentException if the token is blank
   */
  public static TwinQuery fromContinuationToken(String continuationToken) {
    if (Objects.requireNonNull(continuationToken, "continuationToken").isBlank()) {
      throw new IllegalArgumentException("continuation token must not be blank");
    }
    return new TwinQuery("", "", List.of(), 0, continuationToken);
  }

  /**
   * Checks and returns the name of a property, which cannot be bound to a {@code ?}.
   *
   * @param name name as in the model, optionally qualified by component and alias: {@code
   *     T.thermostat.setPoint}
   * @throws IllegalArgumentException if the text is not a property name
   */
  public static String identifier(String name) {
    if (!IDENTIFIER.matcher(Objects.requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException("not a property name: " + UrlEncoding.quoted(name));
    }
    return name;
  }

  /**
   * Returns a copy with a maximum number of items per page. The service may send fewer.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public TwinQuery pageSize(int items) {
    if (items <= 0) {
      throw new IllegalArgumentException("pageSize must be positive: " + items);
    }
    return new TwinQuery(text, template, values, items, continuationToken);
  }

  /**
   * Returns the query with its values as the default Gson writes them. Empty for a query from a
   * continuation token.
   */
  public String text() {
    return text;
  }

  /** Returns the query with {@code ?} for each value. */
  public String template() {
    return template;
  }

  /** Returns copies of the values, in the order of {@code ?}. */
  public List<@Nullable Object> values() {
    List<@Nullable Object> copies = new ArrayList<>(values.size());
    for (Object value : values) {
      copies.add(Snapshot.of(value));
    }
    return Collections.unmodifiableList(copies);
  }

  /** Returns the continuation token, or null for a query from text. */
  public @Nullable String continuationToken() {
    return continuationToken;
  }

  /** Returns the maximum number of items per page, or 0 for the default of the service. */
  public int pageSize() {
    return pageSize;
  }

  @Override
  public String toString() {
    return new ValueText("TwinQuery").add(text).toString();
  }
}
