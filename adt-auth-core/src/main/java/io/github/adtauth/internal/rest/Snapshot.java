package io.github.adtauth.internal.rest;

import com.google.gson.JsonElement;
import io.github.adtauth.internal.twins.TwinJson;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Copies collections, maps, arrays and dates, which their owner may change later. Stateless. */
public final class Snapshot {
  private Snapshot() {}

  /**
   * Returns a copy of a container, the content of an optional, or any other value unchanged.
   *
   * @throws IllegalArgumentException if the value is nested too deeply or contains itself
   */
  public static @Nullable Object of(@Nullable Object value) {
    try {
      return copy(value);
    } catch (StackOverflowError e) {
      throw TwinJson.tooDeep("a value");
    }
  }

  private static @Nullable Object copy(@Nullable Object value) {
    if (value == null || !isJdkType(value)) {
      return value instanceof JsonElement element ? element.deepCopy() : copyOfArray(value);
    }
    if (value instanceof Collection<?> collection) {
      List<@Nullable Object> copy = new ArrayList<>(collection.size());
      collection.forEach(item -> copy.add(copy(item)));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, copy(item)));
      return copy;
    }
    return value instanceof Date date ? copyOfDate(date) : unwrapped(value);
  }

  /** Returns the content of an optional, null if it is empty, or any other value unchanged. */
  public static @Nullable Object unwrapped(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Snapshot::copy).orElse(null);
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? optional.getAsInt() : null;
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    return value;
  }

  @SuppressWarnings("JavaUtilDate") // users may pass dates, which are mutable
  private static Object copyOfDate(Date date) {
    return date.clone();
  }

  private static boolean isJdkType(Object value) {
    return value.getClass().getName().startsWith("java.");
  }

  private static @Nullable Object copyOfArray(@Nullable Object value) {
    if (value == null || !value.getClass().isArray()) {
      return value;
    }
    int length = Array.getLength(value);
    Object copy = Array.newInstance(value.getClass().getComponentType(), length);
    System.arraycopy(value, 0, copy, 0, length);
    return copy;
  }
}
