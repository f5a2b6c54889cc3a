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
import java.util.Objects;

/**
 * A named edge of the twin graph, from a source twin to a target twin. Immutable and thread-safe.
 */
@JsonAdapter(value = Relationship.AdapterFactory.class, nullSafe = false)
public final class Relationship {
  private final DeferredJson json;

  private Relationship(DeferredJson json) {
    this.json = json;
  }

  /** Returns the relationship for a JSON object, which must not change afterwards. */
  static Relationship fromJson(JsonObject json) {
    return new Relationship(DeferredJson.of(json));
  }

  /**
   * Creates a relationship without properties.
   *
   * @param targetId id of the target twin
   * @param name name in the model of the source, such as {@code contains}
   */
  public static Relationship of(String targetId, String name) {
    JsonObject json = Json.object("$targetId", Objects.requireNonNull(targetId, "targetId"));
    json.addProperty("$relationshipName", Objects.requireNonNull(name, "name"));
    return fromJson(json);
  }

  /**
   * Returns a copy with this property.
   *
   * @param value as for {@link DigitalTwin#with}
   * @throws IllegalArgumentException as {@link DigitalTwin#with} does
   */
  public Relationship with(String name, Object value) {
    return new Relationship(json.with(name, value));
  }

  /**
   * Returns the id, which is unique among the relationships of the source, or an empty string
   * before the relationship is stored.
   */
  public String id() {
    return Json.string(json.members(), "$relationshipId");
  }

  /**
   * Returns the ETag for {@link CallOption#ifMatch}, or an empty string before the relationship is
   * stored.
   */
  public String etag() {
    return Json.string(json.members(), "$etag");
  }

  /** Returns the id of the source twin, or an empty string before the relationship is stored. */
  public String sourceId() {
    return Json.string(json.members(), "$sourceId");
  }

  /** Returns the id of the target twin. */
  public String targetId() {
    return Json.string(json.members(), "$targetId");
  }

  /** Returns the name, such as {@code contains}. */
  public String name() {
    return Json.string(json.members(), "$relationshipName");
  }

  /** Returns a copy of the properties. */
  public JsonObject properties() {
    return Json.contents(json.written());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Relationship that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Returns a description with the id, source, name and target. */
  @Override
  public String toString() {
    String edge = id() + ": " + sourceId() + " " + name() + " " + targetId();
    return new ValueText("Relationship").add(edge).toString();
  }

  static final class AdapterFactory implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked") // it is registered for this class only
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      return (TypeAdapter<T>) new Adapter(gson);
    }
  }

  private static final class Adapter extends Json.ObjectAdapter<Relationship> {
    private final Gson gson;

    Adapter(Gson gson) {
      this.gson = gson;
    }

    @Override
    public Relationship of(JsonObject json) {
      return Relationship.fromJson(json);
    }

    @Override
    public JsonObject json(Relationship value) {
      return value.json.written(gson);
    }
  }
}
