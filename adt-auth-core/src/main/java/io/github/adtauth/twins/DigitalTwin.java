package io.github.adtauth.twins;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.reflect.TypeToken;
import io.github.adtauth.internal.text.ValueText;
import io.github.adtauth.internal.twins.DeferredJson;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.internal.twins.TwinJson;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A twin as JSON, for models without an application class. A get followed by a put keeps all of its
 * members. Immutable and thread-safe.
 */
@JsonAdapter(value = DigitalTwin.AdapterFactory.class, nullSafe = false)
public final class DigitalTwin {
  private final DeferredJson json;

  private DigitalTwin(DeferredJson json) {
    this.json = json;
  }

  /** Returns the twin for a JSON object, which must not change afterwards. */
  public static DigitalTwin fromJson(JsonObject json) {
    return new DigitalTwin(DeferredJson.of(json));
  }

  /**
   * Creates a twin without properties for a model id (DTMI) such as {@code dtmi:example:Room;1}.
   */
  public static DigitalTwin of(String modelId) {
    JsonObject json = new JsonObject();
    json.add("$metadata", Json.object("$model", Objects.requireNonNull(modelId, "modelId")));
    return fromJson(json);
  }

  /**
   * Returns a copy with this property or component.
   *
   * <p>The Gson of the instance writes the value when the twin is sent. Until then the value must
   * not change. {@link #contents()} and {@link #toJson()} write it with the default Gson.
   *
   * @param value a non-null value that can be written as JSON: text, number, boolean, date, time or
   *     duration, enum, UUID, collection, map, {@link com.google.gson.JsonElement} or an object of
   *     an application class. An empty {@code Optional} removes the property
   * @throws IllegalArgumentException if the name is empty or starts with {@code $}, or if the value
   *     is a number that is not finite. A put throws it for any other value that cannot be written
   */
  public DigitalTwin with(String name, Object value) {
    return new DigitalTwin(json.with(name, value));
  }

  /** Returns the id, or an empty string before the twin is stored. */
  public String id() {
    return Json.string(json.members(), "$dtId");
  }

  /**
   * Returns the ETag for {@link CallOption#ifMatch}, or an empty string before the twin is stored.
   */
  public String etag() {
    return Json.string(json.members(), "$etag");
  }

  /** Returns the id of the model, or an empty string if a projection omitted it. */
  public String modelId() {
    JsonObject metadata = Json.child(json.members(), "$metadata");
    return metadata == null ? "" : Json.string(metadata, "$model");
  }

  /**
   * Returns the time of the last change. Empty before the twin is stored, and for API versions
   * before 2022-05-31.
   *
   * @throws com.google.gson.JsonParseException if the value is not a valid time
   */
  public Optional<Instant> lastUpdateTime() {
    JsonObject metadata = Json.child(json.members(), "$metadata");
    String time = metadata == null ? "" : Json.string(metadata, "$lastUpdateTime");
    return time.isEmpty() ? Optional.empty() : Optional.of(TwinJson.instant(time));
  }

  /** Returns a copy of the properties and components. */
  public JsonObject contents() {
    return Json.contents(json.written());
  }

  /** Returns a copy of the complete JSON, including {@code $dtId} and {@code $metadata}. */
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

  /** Returns a description with the id and the model. */
  @Override
  public String toString() {
    return new ValueText("DigitalTwin").add(id()).add(modelId()).toString();
  }

  static final class AdapterFactory implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked") // it is registered for this class only
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
