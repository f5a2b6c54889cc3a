package io.github.adtauth.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * Builds the {@code toString()} of a value that contains untrusted text from the service or a
 * caller: {@code Name[first, second=…]}. Each component is sanitized by {@link Redactor#sanitizeId}
 * and truncated to {@value #MAX_LENGTH} characters. Not thread-safe.
 */
public final class ValueText {
  private static final int MAX_LENGTH = 500;

  private final StringBuilder text;
  private String separator = "";

  /** Creates a builder for a value of the class with the given simple name. */
  public ValueText(String name) {
    this.text = new StringBuilder(name).append('[');
  }

  /** Adds a value without a name. */
  public ValueText add(@Nullable Object value) {
    text.append(separator).append(sanitize(value));
    separator = ", ";
    return this;
  }

  /** Adds a value with its name. */
  public ValueText add(String name, @Nullable Object value) {
    text.append(separator).append(name).append('=').append(sanitize(value));
    separator = ", ";
    return this;
  }

  private static String sanitize(@Nullable Object value) {
    return Redactor.sanitizeId(String.valueOf(value), MAX_LENGTH);
  }

  @Override
  public String toString() {
    return text + "]";
  }
}
