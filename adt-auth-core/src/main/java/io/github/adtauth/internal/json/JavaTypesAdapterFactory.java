package io.github.adtauth.internal.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes types of the JDK for which Gson has no adapter, or one whose form the service
 * does not accept: dates, times, durations and optionals. Register it last: it then precedes Gson's
 * own adapters. An adapter that the user registered is used instead. Stateless and thread-safe.
 *
 * <p>Gson up to 2.13 cannot read or write {@code java.time} at all; since 2.14 it writes a {@code
 * LocalDate} as an object of fields.
 */
public final class JavaTypesAdapterFactory implements TypeAdapterFactory {
  private final boolean userFirst;

  private JavaTypesAdapterFactory(boolean userFirst) {
    this.userFirst = userFirst;
  }

  /** Returns a factory for a Gson on which no adapters of a user are registered. */
  public static JavaTypesAdapterFactory forDefaultGson() {
    return new JavaTypesAdapterFactory(false);
  }

  /** Returns a factory for a copy of the user's Gson. */
  public static JavaTypesAdapterFactory forUsersGson() {
    return new JavaTypesAdapterFactory(true);
  }

  @Override
  @SuppressWarnings("unchecked") // each adapter is of the type that it was looked up for
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    TypeAdapter<?> adapter = IsoTextAdapter.of(type.getRawType());
    if (adapter == null && OptionalAdapter.isOptional(type.getRawType())) {
      adapter = OptionalAdapter.of(gson, type);
    }
    if (adapter == null) {
      return null;
    }
    TypeAdapter<T> registered = userFirst ? BuiltInAdapters.registered(gson, this, type) : null;
    return registered == null ? (TypeAdapter<T>) adapter : registered;
  }
}
