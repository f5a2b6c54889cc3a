package io.github.adtauth.twins;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.reflect.TypeToken;
import io.github.adtauth.internal.twins.DeferredJson;
import io.github.adtauth.internal.twins.Json;
import java.util.Objects;

/**
 * An edge of the twin graph: from its source to its target, under a name. Immutable, thread-safe.
 */
@JsonAdapter(value = Relationship.AdapterFactory.class, nullSafe = false)
public final class Relationship {
  private final DeferredJson json;

  private Relationship(DeferredJson json) {
    this.json = json;
  }

  /** Returns the one that a JSON object, which must not change any more, describes. */
  static Relationship fromJson(JsonObject json) {
    return new Relationship(DeferredJson.of(json));
  }

  /**
   * Begins a relationship.
   *
   * @param targetId id of the twin that it points to
   * @param name as the model of the source calls it, such as {@code contains}
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

  /** Returns its id, unique among those of its source; empty until it is stored. */
  public String id() {
    return Json.string(json.members(), "$relationshipId");
  }

  /** Returns its ETag, for {@link CallOption#ifMatch}; empty until it is stored. */
  public String etag() {
    return Json.string(json.members(), "$etag");
  }

  /** Returns the id of the twin that it begins at; empty until it is stored. */
  public String sourceId() {
    return Json.string(json.members(), "$sourceId");
  }

  /** Returns the id of the twin that it points to. */
  public String targetId() {
    return Json.string(json.members(), "$targetId");
  }

  /** Returns its name, such as {@code contains}. */
  public String name() {
    return Json.string(json.members(), "$relationshipName");
  }

  /** Returns its properties; a copy, yours. */
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

  /** Names id, source, name and target. */
  @Override
  public String toString() {
    return "Relationship[" + id() + ": " + sourceId() + " " + name() + " " + targetId() + "]";
  }

  static final class AdapterFactory implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked") // it is registered at this class only
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
