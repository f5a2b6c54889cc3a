package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import java.util.Objects;

/**
 * An edge of the twin graph: from its source to its target, under a name. Immutable, thread-safe.
 */
@JsonAdapter(value = Relationship.Adapter.class, nullSafe = false)
public final class Relationship {
  private final JsonObject json;

  private Relationship(JsonObject json) {
    this.json = json;
  }

  /**
   * Begins a relationship.
   *
   * @param targetId id of the twin that it points to
   * @param name as the model of the source calls it, such as {@code contains}
   */
  public static Relationship to(String targetId, String name) {
    JsonObject json = Json.object("$targetId", Objects.requireNonNull(targetId, "targetId"));
    json.addProperty("$relationshipName", Objects.requireNonNull(name, "name"));
    return new Relationship(json);
  }

  /**
   * Returns a copy with this property.
   *
   * @param value as for {@link DigitalTwin#with}
   * @throws IllegalArgumentException if the name begins with {@code $} or the value cannot be
   *     written
   */
  public Relationship with(String name, Object value) {
    return new Relationship(Json.with(json, name, Objects.requireNonNull(value, "value")));
  }

  /** Returns its id, unique among those of its source; empty until it is stored. */
  public String id() {
    return Json.string(json, "$relationshipId");
  }

  /** Returns its ETag, for {@link CallOption#ifMatch}; empty until it is stored. */
  public String etag() {
    return Json.string(json, "$etag");
  }

  /** Returns the id of the twin that it begins at; empty until it is stored. */
  public String sourceId() {
    return Json.string(json, "$sourceId");
  }

  /** Returns the id of the twin that it points to. */
  public String targetId() {
    return Json.string(json, "$targetId");
  }

  /** Returns its name, such as {@code contains}. */
  public String name() {
    return Json.string(json, "$relationshipName");
  }

  /** Returns its properties; a copy, yours. */
  public JsonObject properties() {
    return Json.contents(json);
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

  static final class Adapter extends Json.ObjectAdapter<Relationship> {
    @Override
    Relationship of(JsonObject json) {
      return new Relationship(json);
    }

    @Override
    JsonObject json(Relationship value) {
      return value.json;
    }
  }
}
