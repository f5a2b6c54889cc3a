package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import io.github.adtauth.internal.text.ValueText;
import io.github.adtauth.internal.twins.Json;
import java.util.Objects;

/**
 * A route that sends events of the instance to an endpoint. Immutable.
 *
 * @param id id of the route, chosen by the caller
 * @param endpointName name of the endpoint, which is created in the management plane
 * @param filter filter expression, such as {@code type = 'Microsoft.DigitalTwins.Twin.Update'};
 *     {@code true} selects all events
 */
@JsonAdapter(value = EventRoute.Adapter.class, nullSafe = false)
public record EventRoute(String id, String endpointName, String filter) {
  /** Rejects null. */
  public EventRoute {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(endpointName, "endpointName");
    Objects.requireNonNull(filter, "filter");
  }

  /** Returns a description on one line, in which tokens and signatures are hidden. */
  @Override
  public String toString() {
    return new ValueText("EventRoute")
        .add("id", id)
        .add("endpointName", endpointName)
        .add("filter", filter)
        .toString();
  }

  static final class Adapter extends Json.ObjectAdapter<EventRoute> {
    @Override
    public EventRoute of(JsonObject json) {
      return new EventRoute(
          Json.string(json, "id"), Json.string(json, "endpointName"), Json.string(json, "filter"));
    }

    @Override
    public JsonObject json(EventRoute value) {
      JsonObject json = Json.object("id", value.id);
      json.addProperty("endpointName", value.endpointName);
      json.addProperty("filter", value.filter);
      return json;
    }
  }
}
