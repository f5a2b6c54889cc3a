package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import io.github.adtauth.internal.text.ValueText;
import io.github.adtauth.internal.twins.Json;
import java.util.Objects;

/**
 * A reference to a relationship, as listed at its target. Immutable. Get the complete relationship
 * from its source: {@code twins.relationships(incoming.sourceId()).get(incoming.id())}.
 *
 * @param id id of the relationship, unique among the relationships of its source
 * @param sourceId id of the source twin
 * @param name name of the relationship, such as {@code contains}
 * @param link URL of the relationship, or an empty string if the service sent none
 */
@JsonAdapter(value = IncomingRelationship.Adapter.class, nullSafe = false)
public record IncomingRelationship(String id, String sourceId, String name, String link) {
  /** Rejects null. */
  public IncomingRelationship {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(sourceId, "sourceId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(link, "link");
  }

  /** Returns a description on one line, in which tokens and signatures are hidden. */
  @Override
  public String toString() {
    return new ValueText("IncomingRelationship")
        .add("id", id)
        .add("sourceId", sourceId)
        .add("name", name)
        .add("link", link)
        .toString();
  }

  static final class Adapter extends Json.ObjectAdapter<IncomingRelationship> {
    @Override
    public IncomingRelationship of(JsonObject json) {
      return new IncomingRelationship(
          Json.string(json, "$relationshipId"),
          Json.string(json, "$sourceId"),
          Json.string(json, "$relationshipName"),
          Json.string(json, "$relationshipLink"));
    }

    @Override
    public JsonObject json(IncomingRelationship value) {
      JsonObject json = Json.object("$relationshipId", value.id);
      json.addProperty("$sourceId", value.sourceId);
      json.addProperty("$relationshipName", value.name);
      json.addProperty("$relationshipLink", value.link);
      return json;
    }
  }
}
