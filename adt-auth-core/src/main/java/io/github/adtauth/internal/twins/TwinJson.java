package io.github.adtauth.internal.twins;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import io.github.adtauth.internal.json.IsoTextAdapter;
import io.github.adtauth.internal.json.JavaTypesAdapterFactory;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.ServiceResponse;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.TwinModel;
import java.lang.reflect.Modifier;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts user types to and from JSON and creates response decoders. Thread-safe. */
public final class TwinJson {
  /** Holder idiom: creating a Gson costs more than reading a twin. */
  private static final class DefaultGson {
    static final Gson GSON =
        new GsonBuilder()
            .disableHtmlEscaping()
            .enableComplexMapKeySerialization() // keys, such as enums, are written like values
            .setObjectToNumberStrategy(ToNumberPolicy.BIG_DECIMAL)
            .registerTypeAdapterFactory(JavaTypesAdapterFactory.forDefaultGson())
            .registerTypeAdapterFactory(new TwinClassAdapterFactory())
            .create();
  }

  /** Holder idiom: writes a tree unchanged, including its nulls. */
  private static final class StrictGson {
    static final Gson GSON =
        defaultGson().newBuilder().serializeNulls().setStrictness(Strictness.STRICT).create();
  }

  private final @Nullable Gson userGson;

  /** Uses the user's Gson with the adapters of this library, or the default Gson if null. */
  public TwinJson(@Nullable Gson userGson) {
    this.userGson = userGson == null ? null : withLibraryAdapters(userGson);
  }

  /** Adds adapters for types of the JDK. Adapters of the user take precedence. */
  private static Gson withLibraryAdapters(Gson gson) {
    return gson.newBuilder()
        .registerTypeAdapterFactory(JavaTypesAdapterFactory.forUsersGson())
        .registerTypeAdapterFactory(new TwinClassAdapterFactory())
        .create();
  }

  /** Returns the default Gson, which writes times like the service and keeps all digits. */
  public static Gson defaultGson() {
    return DefaultGson.GSON;
  }

  /** Returns an instance for a Gson of the user or the default one. */
  static TwinJson of(Gson gson) {
    return new TwinJson(gson == defaultGson() ? null : gson);
  }

  /** Returns whether the default Gson is used. */
  public boolean isDefault() {
    return userGson == null;
  }

  private Gson gson() {
    return userGson == null ? defaultGson() : userGson;
  }

  /**
   * Writes a value of the user.
   *
   * @throws IllegalArgumentException if the value cannot be written
   */
  public JsonElement tree(Object value) {
    try {
      return gson().toJsonTree(value);
    } catch (JsonParseException | IllegalArgumentException | UnsupportedOperationException e) {
      FatalErrors.throwIfCauseOf(e);
      throw JsonBindingException.unsupported(
          value.getClass().getName()
              + " cannot be written as JSON: "
              + JsonBinding.unsupportedField(gson(), value.getClass())
              + Redactor.line(String.valueOf(e.getMessage()), 500),
          e);
    } catch (StackOverflowError e) {
      throw tooDeep(value.getClass().getName());
    }
  }

  /** Writes a patch. */
  public JsonArray patch(JsonPatch patch) {
    JsonArray array = new JsonArray();
    for (JsonPatch.Change change : Objects.requireNonNull(patch, "patch").changes()) {
      JsonObject object = Json.object("op", change.op());
      object.addProperty("path", change.path());
      Object value = change.value();
      if (value != null) {
        object.add("value", tree(value));
      }
      array.add(object);
    }
    return array;
  }

  /** Writes a twin, with the model of its {@link TwinModel} annotation. */
  JsonObject twin(Object twin) {
    Objects.requireNonNull(twin, "twin");
    if (!(tree(twin) instanceof JsonObject json)) {
      throw new IllegalArgumentException(
          twin.getClass().getName() + " is not a valid twin: its JSON must be an object");
    }
    TwinModel model = twin.getClass().getAnnotation(TwinModel.class);
    if (model != null && !json.has("$metadata")) {
      json.add("$metadata", Json.object("$model", model.value()));
    } else if (model != null && TwinMembers.isComponent(twin.getClass())) {
      JsonObject metadata = Json.child(json, "$metadata");
      if (metadata != null && !metadata.has("$model")) {
        metadata.addProperty("$model", model.value()); // a component class that is used as a twin
      }
    }
    return json;
  }

  /**
   * Writes JSON.
   *
   * @throws IllegalArgumentException if the JSON is nested too deeply or contains a number that is
   *     not finite
   */
  public String text(JsonElement json) {
    try {
      return StrictGson.GSON.toJson(json);
    } catch (StackOverflowError e) {
      throw tooDeep("the request body");
    }
  }

  public static IllegalArgumentException tooDeep(String description) {
    return new IllegalArgumentException(
        description + " cannot be written as JSON: it is nested too deeply or contains itself");
  }

  /**
   * Returns a decoder of an object.
   *
   * @param identity name of a member that every such object has
   * @throws IllegalArgumentException if Gson cannot read the type
   */
  <T> Operation.Decoder<T> object(String identity, Class<T> type) {
    Objects.requireNonNull(type, "type");
    // A DigitalTwin needs no Gson, and creating one costs more than reading a twin.
    TypeAdapter<T> adapter =
        userGson == null && type == DigitalTwin.class ? null : JsonBinding.adapter(gson(), type);
    return response -> {
      JsonObject object = object(response, response.jsonTree(), identity);
      String etag = response.header("ETag");
      if (etag != null && !object.has("$etag")) {
        object.addProperty("$etag", etag); // The ETag of a component is that of its twin.
      }
      return adapter == null
          ? type.cast(DigitalTwin.fromJson(object))
          : read(response, object, type, adapter);
    };
  }

  /** Returns a decoder of a JSON array. */
  <T> Operation.Decoder<List<T>> list(String identity, Class<T> type) {
    TypeAdapter<T> adapter = JsonBinding.adapter(gson(), type);
    return response -> {
      JsonElement tree = response.jsonTree();
      if (!tree.isJsonArray()) {
        throw response.unexpected("the response is empty or not a JSON array.", null);
      }
      List<T> list = new ArrayList<>();
      for (JsonElement item : tree.getAsJsonArray()) {
        list.add(read(response, object(response, item, identity), type, adapter));
      }
      return Collections.unmodifiableList(list);
    };
  }

  /**
   * Returns a decoder of a page.
   *
   * @param next name of the member with the continuation token or next link
   * @throws IllegalArgumentException if Gson cannot read the type
   */
  <T> PageReader<T> page(String next, Class<T> type) {
    Objects.requireNonNull(type, "type");
    return new PageReader<>(next, type, JsonBinding.adapter(gson(), type));
  }

  /** Returns the class as which the response to a put is read: Map for a non-public map class. */
  @SuppressWarnings("unchecked") // a map of a non-public class can only be referred to as Map
  static <T> Class<T> typeOf(T twin) {
    boolean hidden = twin instanceof Map && !Modifier.isPublic(twin.getClass().getModifiers());
    return (Class<T>) (hidden ? Map.class : twin.getClass());
  }

  private static JsonObject object(ServiceResponse response, JsonElement tree, String identity) {
    if (!(tree instanceof JsonObject object)) {
      throw response.unexpected("the response is empty or not a JSON object.", null);
    }
    if (!object.has(identity)) {
      throw response.unexpected("the response has no " + identity + ".", null);
    }
    return object;
  }

  private static <T> T read(
      ServiceResponse response, JsonObject object, Class<T> type, TypeAdapter<T> adapter) {
    if (adapter instanceof Json.ObjectAdapter<T> objectAdapter) {
      try {
        return objectAdapter.of(object); // already a tree; a reader of it would allocate 3 KB
      } catch (RuntimeException e) {
        FatalErrors.throwIfCauseOf(e);
        throw response.unexpected("the response cannot be read as " + type.getName() + ".", e);
      }
    }
    RuntimeException failure = null;
    try {
      T value = adapter.fromJsonTree(object);
      if (value != null) {
        return value;
      }
    } catch (RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      failure = e;
    }
    throw response.mismatch(type, JsonBinding.failedPath(object, adapter), failure);
  }

  /** Parses a time with any number of fractional digits and any offset. */
  public static Instant instant(String text) {
    try {
      return IsoTextAdapter.parseInstant(text);
    } catch (DateTimeException e) {
      throw new JsonParseException("not a time", e);
    }
  }
}
