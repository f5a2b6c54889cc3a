package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.internal.twins.TwinJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model and what the instance knows of it.
 *
 * @param id its DTMI, such as {@code dtmi:example:Room;1}
 * @param displayName language to name, such as {@code en} to {@code Room}
 * @param description language to text
 * @param uploadTime when it was added, or null if the service does not say
 * @param decommissioned whether new twins of it are rejected
 * @param model its DTDL, or null where it was not asked for
 */
@JsonAdapter(value = ModelData.Adapter.class, nullSafe = false)
public record ModelData(
    String id,
    Map<String, String> displayName,
    Map<String, String> description,
    @Nullable Instant uploadTime,
    boolean decommissioned,
    @Nullable JsonObject model) {

  /** Copies the maps, and rejects null. */
  public ModelData {
    Objects.requireNonNull(id, "id");
    displayName = Map.copyOf(Objects.requireNonNull(displayName, "displayName"));
    description = Map.copyOf(Objects.requireNonNull(description, "description"));
  }

  static final class Adapter extends Json.ObjectAdapter<ModelData> {
    @Override
    public ModelData of(JsonObject json) {
      String time = Json.string(json, "uploadTime");
      return new ModelData(
          Json.string(json, "id"),
          texts(Json.child(json, "displayName")),
          texts(Json.child(json, "description")),
          time.isEmpty() ? null : TwinJson.instant(time),
          Json.string(json, "decommissioned").equals("true"),
          Json.child(json, "model"));
    }

    @Override
    public JsonObject json(ModelData value) {
      JsonObject json = Json.object("id", value.id);
      json.add("displayName", TwinJson.defaultGson().toJsonTree(value.displayName));
      json.add("description", TwinJson.defaultGson().toJsonTree(value.description));
      if (value.uploadTime != null) {
        json.addProperty("uploadTime", value.uploadTime.toString());
      }
      json.addProperty("decommissioned", value.decommissioned);
      if (value.model != null) {
        json.add("model", value.model);
      }
      return json;
    }

    private static Map<String, String> texts(@Nullable JsonObject json) {
      Map<String, String> texts = new LinkedHashMap<>();
      if (json != null) {
        json.keySet().forEach(language -> texts.put(language, Json.string(json, language)));
      }
      return texts;
    }
  }
}
