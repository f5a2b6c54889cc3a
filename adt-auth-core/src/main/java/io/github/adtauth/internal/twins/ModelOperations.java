package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.Operation.JSON;
import static io.github.adtauth.internal.rest.Operation.JSON_PATCH;
import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;

import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.ModelData;
import io.github.adtauth.twins.ModelFilter;
import io.github.adtauth.twins.ModelUpload;
import io.github.adtauth.twins.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Models. Thread-safe. */
record ModelOperations(TwinJson json) {
  private static final String DECOMMISSION =
      "[{\"op\":\"replace\",\"path\":\"/decommissioned\",\"value\":true}]";

  /** Returns one call, or several in the order of their dependencies if there are too many. */
  List<Operation<List<ModelData>>> add(Collection<String> dtdl, CallOption... options) {
    ModelDocuments documents = ModelDocuments.parse(dtdl);
    if (documents.size() <= ModelUpload.MAX_MODELS_PER_CALL) {
      return List.of(addAtOnce(documents, options));
    }
    List<Operation<List<ModelData>>> calls = new ArrayList<>();
    for (ModelDocuments batch : documents.distinct().batches()) {
      calls.add(addAtOnce(batch, options));
    }
    return calls;
  }

  private Operation<List<ModelData>> addAtOnce(ModelDocuments documents, CallOption... options) {
    return Operation.of("POST", "add models")
        .path("models")
        .body(JSON, json.text(documents.toJson()))
        .apply(options)
        .returning(json.list("id", ModelData.class));
  }

  Operation<ModelData> get(String id, CallOption... options) {
    return model("GET", "get", id)
        .query("includeModelDefinition", "true")
        .apply(options)
        .returning(json.one("id", ModelData.class));
  }

  Operation<Page<ModelData>> list(
      ModelFilter filter, @Nullable String link, CallOption... options) {
    return Objects.requireNonNull(filter, "filter")
        .on(Operation.of("GET", "list models").path("models"))
        .supports(PAGE_SIZE)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", ModelData.class));
  }

  Operation<@Nullable Void> decommission(String id, CallOption... options) {
    return model("PATCH", "decommission", id)
        .body(JSON_PATCH, DECOMMISSION)
        .apply(options)
        .returningNothing();
  }

  Operation<@Nullable Void> delete(String id, CallOption... options) {
    return model("DELETE", "delete", id).apply(options).returningNothing();
  }

  private static Operation.Builder model(String method, String verb, String id) {
    return Operation.of(method, verb + " model " + quoted(id)).path("models").id("id", id);
  }
}
