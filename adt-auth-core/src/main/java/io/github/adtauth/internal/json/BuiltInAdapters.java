package io.github.adtauth.internal.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Distinguishes the adapters that a user registered from Gson's own. Stateless. */
final class BuiltInAdapters {
  private static final Gson PLAIN = new Gson();
  private static final Pattern IDENTITY_HASH = Pattern.compile("@[0-9a-f]+");

  private BuiltInAdapters() {}

  /**
   * Returns the adapter that a Gson has for a type besides the given factory; null if it is the one
   * that every Gson has, or if there is none.
   */
  static <T> @Nullable TypeAdapter<T> registered(
      Gson gson, TypeAdapterFactory besides, TypeToken<T> type) {
    TypeAdapter<T> adapter;
    try {
      adapter = gson.getDelegateAdapter(besides, type);
    } catch (RuntimeException e) {
      return null; // the fields of a class of the JDK are not accessible
    }
    return isBuiltIn(adapter, type) ? null : adapter;
  }

  private static <T> boolean isBuiltIn(TypeAdapter<T> adapter, TypeToken<T> type) {
    try {
      TypeAdapter<T> plain = PLAIN.getAdapter(type);
      // The text names the adapter inside a null-safe one, and the pattern of setDateFormat(…).
      return plain.getClass() == adapter.getClass() && text(plain).equals(text(adapter));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static String text(TypeAdapter<?> adapter) {
    return IDENTITY_HASH.matcher(adapter.toString()).replaceAll("");
  }
}
