package io.github.adtauth.twins;

import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;
import static io.github.adtauth.twins.Operation.JSON;
import static io.github.adtauth.twins.Operation.JSON_PATCH;
import static io.github.adtauth.twins.Wire.quoted;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import io.github.adtauth.internal.json.JsonTrees;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Models. Thread-safe. */
record ModelOperations(TwinJson json) {
  private static final String DECOMMISSION =
      "[{\"op\":\"replace\",\"path\":\"/decommissioned\",\"value\":true}]";

  Operation<List<ModelData>> add(Collection<String> dtdl, CallOption... options) {
    return Operation.of("POST", "add models")
        .path("models")
        .body(JSON, json.text(documents(dtdl)))
        .with(options)
        .answer(json.list("id", ModelData.class));
  }

  Operation<ModelData> get(String id, CallOption... options) {
    return model("GET", "get", id)
        .query("includeModelDefinition", "true")
        .with(options)
        .answer(json.one("id", ModelData.class));
  }

  Operation<Page<ModelData>> list(
      ModelFilter filter, @Nullable String link, CallOption... options) {
    return Objects.requireNonNull(filter, "filter")
        .on(Operation.of("GET", "list models").path("models"))
        .takes(PAGE_SIZE)
        .with(options)
        .link(link)
        .answer(json.page("nextLink", ModelData.class));
  }

  Operation<@Nullable Void> decommission(String id, CallOption... options) {
    return model("PATCH", "decommission", id).body(JSON_PATCH, DECOMMISSION).with(options).done();
  }

  Operation<@Nullable Void> delete(String id, CallOption... options) {
    return model("DELETE", "delete", id).with(options).done();
  }

  private static Operation.Draft model(String method, String verb, String id) {
    return Operation.of(method, verb + " model " + quoted(id)).path("models").id("id", id);
  }

  private static JsonArray documents(Collection<String> dtdl) {
    JsonArray documents = new JsonArray();
    int number = 0;
    for (String text : Objects.requireNonNull(dtdl, "dtdl")) {
      number++;
      JsonElement document;
      try {
        document = JsonTrees.lenient(Objects.requireNonNull(text, "dtdl"));
      } catch (JsonParseException e) {
        throw new IllegalArgumentException("model " + number + " is not JSON", e);
      }
      if (document.isJsonArray()) {
        documents.addAll(document.getAsJsonArray());
      } else if (document.isJsonObject()) {
        documents.add(document);
      } else {
        throw new IllegalArgumentException("model " + number + " is no JSON object");
      }
    }
    if (documents.isEmpty()) {
      throw new IllegalArgumentException("there is no model to add");
    }
    return documents;
  }
}
