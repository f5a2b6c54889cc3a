package io.github.adtauth.twins;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.reflect.TypeToken;
import io.github.adtauth.internal.twins.DeferredJson;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.internal.twins.TwinJson;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A twin whose class is not known or does not matter: whatever it holds survives a get and a put.
 * Immutable and thread-safe.
 */
@JsonAdapter(value = DigitalTwin.AdapterFactory.class, nullSafe = false)
public final class DigitalTwin {
  private final DeferredJson json;

  private DigitalTwin(DeferredJson json) {
    this.json = json;
  }

  /** Returns the one that a JSON object, which must not change any more, describes. */
  public static DigitalTwin fromJson(JsonObject json) {
    return new DigitalTwin(DeferredJson.of(json));
  }

  /** Begins a twin of a model, a DTMI such as {@code dtmi:example:Room;1}. */
  public static DigitalTwin of(String modelId) {
    JsonObject json = new JsonObject();
    json.add("$metadata", Json.object("$model", Objects.requireNonNull(modelId, "modelId")));
    return fromJson(json);
  }

  /**
   * Returns a copy with this property or component.
   *
   * <p>The value is written by the Gson of the instance when the twin is sent; until then the
   * object must not change. {@link #contents()} and {@link #toJson()} write it by the default Gson.
   *
   * @param value anything that JSON can say: text, number, boolean, date, time or duration, enum,
   *     UUID, collection, map, {@link com.google.gson.JsonElement} or an object of an application
   *     class; not null. The property is left out for an empty {@code Optional}
   * @throws IllegalArgumentException if the name begins with {@code $} or the value is not a finite
   *     number; a put throws it for another value that cannot be written
   */
  public DigitalTwin with(String name, Object value) {
    return new DigitalTwin(json.with(name, value));
  }

  /** Returns its id; empty until it is stored. */
  public String id() {
    return Json.string(json.members(), "$dtId");
  }

  /** Returns its ETag, for {@link CallOption#ifMatch}; empty until it is stored. */
  public String etag() {
    return Json.string(json.members(), "$etag");
  }

  /** Returns the id of its model; empty where a query left it out. */
  public String modelId() {
    JsonObject metadata = Json.child(json.members(), "$metadata");
    return metadata == null ? "" : Json.string(metadata, "$model");
  }

  /**
   * Returns when it last changed; empty until it is stored, and before api-version 2022-05-31.
   *
   * @throws com.google.gson.JsonParseException if what is there is no time
   */
  public Optional<Instant> lastUpdateTime() {
    JsonObject metadata = Json.child(json.members(), "$metadata");
    String time = metadata == null ? "" : Json.string(metadata, "$lastUpdateTime");
    return time.isEmpty() ? Optional.empty() : Optional.of(TwinJson.instant(time));
  }

  /** Returns its properties and components; a copy, yours. */
  public JsonObject contents() {
    return Json.contents(json.written());
  }

  /** Returns all of it, {@code $dtId} and {@code $metadata} included; a copy, yours. */
  public JsonObject toJson() {
    return json.written().deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DigitalTwin that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Names id and model. */
  @Override
  public String toString() {
    return "DigitalTwin[" + id() + ", " + modelId() + "]";
  }

  static final class AdapterFactory implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked") // it is registered at this class only
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      return (TypeAdapter<T>) new Adapter(gson);
    }
  }

  private static final class Adapter extends Json.ObjectAdapter<DigitalTwin> {
    private final Gson gson;

    Adapter(Gson gson) {
      this.gson = gson;
    }

    @Override
    public DigitalTwin of(JsonObject json) {
      return DigitalTwin.fromJson(json);
    }

    @Override
    public JsonObject json(DigitalTwin value) {
      return value.json.written(gson);
    }
  }
}
