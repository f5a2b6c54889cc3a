package io.github.adtauth.internal.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes the content of an optional value; an empty one is null. Thread-safe. */
public final class OptionalAdapter<O, V> extends TypeAdapter<O> {
  private final TypeAdapter<V> content;
  private final O empty;
  private final Function<V, O> wrap;
  private final Function<O, @Nullable V> unwrap;

  private OptionalAdapter(
      TypeAdapter<V> content, O empty, Function<V, O> wrap, Function<O, @Nullable V> unwrap) {
    this.content = content;
    this.empty = empty;
    this.wrap = wrap;
    this.unwrap = unwrap;
  }

  /** Returns the adapter of a type; null if the type is not an optional. */
  public static @Nullable TypeAdapter<?> of(Gson gson, TypeToken<?> type) {
    Class<?> raw = type.getRawType();
    if (raw == Optional.class) {
      return ofContent(gson.getAdapter(TypeToken.get(contentType(type.getType()))));
    }
    if (raw == OptionalInt.class) {
      return new OptionalAdapter<>(
          gson.getAdapter(Integer.class),
          OptionalInt.empty(),
          OptionalInt::of,
          value -> value.isPresent() ? value.getAsInt() : null);
    }
    if (raw == OptionalLong.class) {
      return new OptionalAdapter<>(
          gson.getAdapter(Long.class),
          OptionalLong.empty(),
          OptionalLong::of,
          value -> value.isPresent() ? value.getAsLong() : null);
    }
    if (raw == OptionalDouble.class) {
      return new OptionalAdapter<>(
          gson.getAdapter(Double.class),
          OptionalDouble.empty(),
          OptionalDouble::of,
          value -> value.isPresent() ? value.getAsDouble() : null);
    }
    return null;
  }

  /** Returns whether a type is one that {@link #of} knows. */
  public static boolean isOptional(Class<?> type) {
    return type == Optional.class
        || type == OptionalInt.class
        || type == OptionalLong.class
        || type == OptionalDouble.class;
  }

  private static <V> OptionalAdapter<Optional<V>, V> ofContent(TypeAdapter<V> content) {
    return new OptionalAdapter<>(
        content, Optional.empty(), Optional::of, value -> value.orElse(null));
  }

  /** Returns the type of the content; Object where the optional is raw. */
  public static Type contentType(Type optional) {
    return optional instanceof ParameterizedType type
        ? type.getActualTypeArguments()[0]
        : Object.class;
  }

  @Override
  public void write(JsonWriter out, @Nullable O value) throws IOException {
    V unwrapped = value == null ? null : unwrap.apply(value);
    if (unwrapped == null) {
      out.nullValue();
    } else {
      content.write(out, unwrapped);
    }
  }

  @Override
  public O read(JsonReader in) throws IOException {
    if (in.peek() == JsonToken.NULL) {
      in.nextNull();
      return empty;
    }
    V value = content.read(in);
    return value == null ? empty : wrap.apply(value);
  }
}
