package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import io.github.adtauth.internal.text.ValueText;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.internal.twins.TwinJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model with the data that the instance stores about it.
 *
 * @param id id of the model (DTMI), such as {@code dtmi:example:Room;1}
 * @param displayName display names by language, such as {@code Room} for {@code en}
 * @param description descriptions by language
 * @param uploadTime time at which the model was added, or null if unknown
 * @param decommissioned whether the service rejects new twins of the model
 * @param model DTDL of the model, or null if it was not requested
 */
@JsonAdapter(value = ModelData.Adapter.class, nullSafe = false)
public record ModelData(
    String id,
    Map<String, String> displayName,
    Map<String, String> description,
    @Nullable Instant uploadTime,
    boolean decommissioned,
    @Nullable JsonObject model) {

  /** Copies the maps. Rejects null. */
  public ModelData {
    Objects.requireNonNull(id, "id");
    displayName = Map.copyOf(Objects.requireNonNull(displayName, "displayName"));
    description = Map.copyOf(Objects.requireNonNull(description, "description"));
  }

  /** Returns a description on one line, without the descriptions and the DTDL. */
  @Override
  public String toString() {
    return new ValueText("ModelData")
        .add("id", id)
        .add("displayName", displayName)
        .add("uploadTime", uploadTime)
        .add("decommissioned", decommissioned)
        .toString();
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
