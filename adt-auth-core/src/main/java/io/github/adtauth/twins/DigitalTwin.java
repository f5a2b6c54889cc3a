package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A twin whose class is not known or does not matter: whatever it holds survives a get and a put.
 * Immutable and thread-safe.
 */
@JsonAdapter(value = DigitalTwin.Adapter.class, nullSafe = false)
public final class DigitalTwin {
  private final JsonObject json;

  private DigitalTwin(JsonObject json) {
    this.json = json;
  }

  /** Begins a twin of a model, a DTMI such as {@code dtmi:example:Room;1}. */
  public static DigitalTwin of(String modelId) {
    JsonObject json = new JsonObject();
    json.add("$metadata", Json.object("$model", Objects.requireNonNull(modelId, "modelId")));
    return new DigitalTwin(json);
  }

  /**
   * Returns a copy with this property or component.
   *
   * @param value anything that JSON can say: text, number, boolean, Instant, collection, map,
   *     {@link com.google.gson.JsonElement} or an object of yours; not null
   * @throws IllegalArgumentException if the name begins with {@code $} or the value cannot be
   *     written
   */
  public DigitalTwin with(String name, Object value) {
    return new DigitalTwin(Json.with(json, name, Objects.requireNonNull(value, "value")));
  }

  /** Returns its id; empty until it is stored. */
  public String id() {
    return Json.string(json, "$dtId");
  }

  /** Returns its ETag, for {@link CallOption#ifMatch}; empty until it is stored. */
  public String etag() {
    return Json.string(json, "$etag");
  }

  /** Returns the id of its model; empty where a query left it out. */
  public String modelId() {
    JsonObject metadata = Json.child(json, "$metadata");
    return metadata == null ? "" : Json.string(metadata, "$model");
  }

  /**
   * Returns when it last changed; empty until it is stored, and before api-version 2022-05-31.
   *
   * @throws com.google.gson.JsonParseException if what is there is no time
   */
  public Optional<Instant> lastUpdateTime() {
    JsonObject metadata = Json.child(json, "$metadata");
    String time = metadata == null ? "" : Json.string(metadata, "$lastUpdateTime");
    return time.isEmpty() ? Optional.empty() : Optional.of(TwinJson.instant(time));
  }

  /** Returns its properties and components; a copy, yours. */
  public JsonObject contents() {
    return Json.contents(json);
  }

  /** Returns all of it, {@code $dtId} and {@code $metadata} included; a copy, yours. */
  public JsonObject toJson() {
    return json.deepCopy();
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

  static final class Adapter extends Json.ObjectAdapter<DigitalTwin> {
    @Override
    DigitalTwin of(JsonObject json) {
      return new DigitalTwin(json);
    }

    @Override
    JsonObject json(DigitalTwin value) {
      return value.json;
    }
  }
}
