package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import io.github.adtauth.internal.twins.Json;
import java.util.Objects;

/**
 * What a twin is told of a relationship that points to it. The relationship itself is read from its
 * source: {@code twins.relationships(incoming.sourceId()).get(incoming.id())}.
 *
 * @param id its id, unique among those of its source
 * @param sourceId id of the twin that it begins at
 * @param name its name, such as {@code contains}
 * @param link where the service keeps it; empty if it does not say
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
