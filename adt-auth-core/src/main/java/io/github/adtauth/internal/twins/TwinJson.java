package io.github.adtauth.internal.twins;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import io.github.adtauth.internal.json.IsoTextAdapter;
import io.github.adtauth.internal.json.JavaTypesAdapterFactory;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.ServiceResponse;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.TwinModel;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON to and from the types of the user, and the decoders of answers. Thread-safe. */
public final class TwinJson {
  /** Made when there is something to read by it: to make one costs more than to read a twin. */
  private static final class Usual {
    static final Gson GSON =
        new GsonBuilder()
            .disableHtmlEscaping()
            .enableComplexMapKeySerialization() // keys, such as enums, are written like values
            .setObjectToNumberStrategy(ToNumberPolicy.BIG_DECIMAL)
            .registerTypeAdapterFactory(JavaTypesAdapterFactory.forDefaultGson())
            .registerTypeAdapterFactory(new TwinClassAdapterFactory())
            .create();
  }

  /**
   * Writes what it is given: who wants no nulls has left them out. Made when there is something.
   */
  private static final class Verbatim {
    static final Gson GSON =
        usual().newBuilder().serializeNulls().setStrictness(Strictness.STRICT).create();
  }

  private final @Nullable Gson given;

  /** Uses the user's Gson, completed by the adapters of this library; null for the default. */
  public TwinJson(@Nullable Gson given) {
    this.given = given == null ? null : completed(given);
  }

  /** Adds adapters for types of the JDK, which those that the user registered precede. */
  private static Gson completed(Gson gson) {
    return gson.newBuilder()
        .registerTypeAdapterFactory(JavaTypesAdapterFactory.forUsersGson())
        .registerTypeAdapterFactory(new TwinClassAdapterFactory())
        .create();
  }

  /** Returns one that writes times as the service does and keeps every digit of a number. */
  public static Gson usual() {
    return Usual.GSON;
  }

  /** Returns one that uses a Gson that may be the user's or one of this library. */
  static TwinJson of(Gson gson) {
    return new TwinJson(gson == usual() ? null : gson);
  }

  /** Returns whether the user gave no Gson. */
  public boolean isDefault() {
    return given == null;
  }

  private Gson gson() {
    return given == null ? usual() : given;
  }

  /**
   * Writes an object of the user.
   *
   * @throws IllegalArgumentException if it cannot be written
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
  JsonElement patch(JsonPatch patch) {
    return Objects.requireNonNull(patch, "patch").json(this);
  }

  /** Writes a twin, with the model that its class names. */
  JsonObject twin(Object twin) {
    Objects.requireNonNull(twin, "twin");
    if (!(tree(twin) instanceof JsonObject json)) {
      throw new IllegalArgumentException(
          twin.getClass().getName() + " is no twin: its JSON is not an object");
    }
    TwinModel model = twin.getClass().getAnnotation(TwinModel.class);
    if (model != null && !json.has("$metadata")) {
      json.add("$metadata", Json.object("$model", model.value()));
    } else if (model != null && TwinMembers.isComponent(twin.getClass())) {
      JsonObject metadata = Json.child(json, "$metadata");
      if (metadata != null && !metadata.has("$model")) {
        metadata.addProperty("$model", model.value()); // a component elsewhere, a twin here
      }
    }
    return json;
  }

  /**
   * Writes JSON.
   *
   * @throws IllegalArgumentException if it is nested too deep, or has a number that JSON lacks
   */
  public String text(JsonElement json) {
    try {
      return Verbatim.GSON.toJson(json);
    } catch (StackOverflowError e) {
      throw tooDeep("what is to be sent");
    }
  }

  public static IllegalArgumentException tooDeep(String what) {
    return new IllegalArgumentException(
        what + " cannot be written as JSON: it is nested too deep, or holds itself");
  }

  /**
   * Reads one thing, which always has the member {@code identity}.
   *
   * @throws IllegalArgumentException if Gson cannot read the type
   */
  <T> Operation.Decoder<T> one(String identity, Class<T> type) {
    Objects.requireNonNull(type, "type");
    // A twin of no class needs no Gson: to create one costs more than to read a twin.
    TypeAdapter<T> adapter =
        given == null && type == DigitalTwin.class ? null : JsonBinding.adapter(gson(), type);
    return new Operation.Decoder<>() {
      @Override
      public T decode(ServiceResponse answer) throws IOException {
        T straight = straight(answer, identity, adapter);
        if (straight != null) {
          return straight;
        }
        JsonObject object = object(answer, answer.tree(), identity);
        String etag = answer.header("ETag");
        if (etag != null && !object.has("$etag")) {
          object.addProperty("$etag", etag); // a component has only that of its twin
        }
        return adapter == null
            ? type.cast(DigitalTwin.fromJson(object))
            : read(answer, object, type, adapter);
      }
    };
  }

  /** Reads without a tree in between what is small and lacks nothing; null if a tree must tell. */
  private static <T> @Nullable T straight(
      ServiceResponse answer, String identity, @Nullable TypeAdapter<T> adapter)
      throws IOException {
    String text = answer.bufferedBody();
    if (adapter == null
        || adapter instanceof Json.ObjectAdapter
        || text == null
        || !NextLinkScanner.has(text, identity)
        || (answer.header("ETag") != null && !NextLinkScanner.has(text, "$etag"))) {
      return null;
    }
    try {
      JsonReader json = answer.json();
      T value = adapter.read(json);
      answer.requireEnd(json);
      return value;
    } catch (IOException | RuntimeException e) {
      return null; // read once more, to say what is wrong
    }
  }

  /** Reads a list that stands for itself. */
  <T> Operation.Decoder<List<T>> list(String identity, Class<T> type) {
    TypeAdapter<T> adapter = JsonBinding.adapter(gson(), type);
    return answer -> {
      JsonElement tree = answer.tree();
      if (!tree.isJsonArray()) {
        throw answer.unexpected("the answer is empty, or no JSON array.", null);
      }
      List<T> list = new ArrayList<>();
      for (JsonElement item : tree.getAsJsonArray()) {
        list.add(read(answer, object(answer, item, identity), type, adapter));
      }
      return Collections.unmodifiableList(list);
    };
  }

  /**
   * Reads a page of things: {@code value}, and where it goes on.
   *
   * @throws IllegalArgumentException if Gson cannot read the type
   */
  <T> PageReader<T> page(String next, Class<T> type) {
    Objects.requireNonNull(type, "type");
    return new PageReader<>(next, type, JsonBinding.adapter(gson(), type));
  }

  /** Finds the class to read what comes back of a put: the same, or Map for the JDK's own maps. */
  @SuppressWarnings("unchecked") // the JDK's hidden maps are only ever known as Map
  static <T> Class<T> typeOf(T twin) {
    boolean hidden = twin instanceof Map && !Modifier.isPublic(twin.getClass().getModifiers());
    return (Class<T>) (hidden ? Map.class : twin.getClass());
  }

  private static JsonObject object(ServiceResponse answer, JsonElement tree, String identity) {
    if (!(tree instanceof JsonObject object)) {
      throw answer.unexpected("the answer is empty, or no JSON object.", null);
    }
    if (!object.has(identity)) {
      throw answer.unexpected("the answer has no " + identity + ".", null);
    }
    return object;
  }

  private static <T> T read(
      ServiceResponse answer, JsonObject object, Class<T> type, TypeAdapter<T> adapter) {
    if (adapter instanceof Json.ObjectAdapter<T> ours) {
      try {
        return ours.of(object); // is a tree already; a reader of it would weigh 3 KB
      } catch (RuntimeException e) {
        FatalErrors.throwIfCauseOf(e);
        throw answer.unexpected("the answer does not fit " + type.getName() + ".", e);
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
    throw answer.mismatch(type, JsonBinding.path(object, adapter), failure);
  }

  /** Reads a time with any number of digits behind the second, and any offset. */
  public static Instant instant(String text) {
    try {
      return IsoTextAdapter.parseInstant(text);
    } catch (DateTimeException e) {
      throw new JsonParseException("no time", e);
    }
  }
}
