package io.github.adtauth.internal.twins;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Completes the JSON of users' classes: adds the {@code $metadata} of components when writing, and
 * absent optional members when reading. Does not handle other classes. Stateless and thread-safe.
 */
final class TwinClassAdapterFactory implements TypeAdapterFactory {
  private static final String REFLECTIVE =
      "com.google.gson.internal.bind.ReflectiveTypeAdapterFactory$";

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<?> raw = type.getRawType();
    if (!TwinMembers.isUserType(raw) || raw.isEnum()) {
      return null;
    }
    boolean component = TwinMembers.isComponent(raw);
    TwinMembers members = TwinMembers.of(raw, gson.fieldNamingStrategy());
    if (!component && members.equals(TwinMembers.NONE)) {
      return null;
    }
    TypeAdapter<T> delegate = gson.getDelegateAdapter(this, type);
    if (!delegate.getClass().getName().startsWith(REFLECTIVE)) {
      members =
          TwinMembers.NONE; // an adapter of the user may use other names than those of the fields
    }
    return new CompletingAdapter<>(
        delegate, gson.getAdapter(JsonElement.class), members, component);
  }

  private static final class CompletingAdapter<T> extends TypeAdapter<T> {
    private final TypeAdapter<T> delegate;
    private final TypeAdapter<JsonElement> trees;
    private final TwinMembers members;
    private final boolean component;

    CompletingAdapter(
        TypeAdapter<T> delegate,
        TypeAdapter<JsonElement> trees,
        TwinMembers members,
        boolean component) {
      this.delegate = delegate;
      this.trees = trees;
      this.members = members;
      this.component = component;
    }

    @Override
    public void write(JsonWriter out, @Nullable T value) throws IOException {
      if (value == null || (!component && members.components().isEmpty())) {
        delegate.write(out, value);
        return;
      }
      JsonElement json = delegate.toJsonTree(value);
      if (json instanceof JsonObject object) {
        members.completeComponents(object);
        if (component) {
          TwinMembers.addMetadata(object);
        }
      }
      trees.write(out, json);
    }

    @Override
    public @Nullable T read(JsonReader in) throws IOException {
      if (members.optionals().isEmpty()) {
        return delegate.read(in);
      }
      JsonElement json = trees.read(in);
      if (json instanceof JsonObject object) {
        members.completeOptionals(object);
      }
      return delegate.fromJsonTree(json);
    }
  }
}
