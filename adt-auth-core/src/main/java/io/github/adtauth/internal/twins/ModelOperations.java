package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.Operation.JSON;
import static io.github.adtauth.internal.rest.Operation.JSON_PATCH;
import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;

import io.github.adtauth.internal.rest.ApiOperation;
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

/** Operations on models. Thread-safe. */
record ModelOperations(TwinJson json) {
  private static final String DECOMMISSION =
      "[{\"op\":\"replace\",\"path\":\"/decommissioned\",\"value\":true}]";

  /** Returns one call, or several in the order of their dependencies if there are too many. */
  List<Operation<List<ModelData>>> add(Collection<String> dtdl, CallOption... options) {
    ModelDocuments documents = ModelDocuments.parse(dtdl);
    if (documents.size() <= ModelUpload.MAX_MODELS_PER_CALL) {
      return List.of(addBatch(documents, options));
    }
    List<Operation<List<ModelData>>> calls = new ArrayList<>();
    for (ModelDocuments batch : documents.distinct().batches()) {
      calls.add(addBatch(batch, options));
    }
    return calls;
  }

  private Operation<List<ModelData>> addBatch(ModelDocuments documents, CallOption... options) {
    return Operation.builder(ApiOperation.DIGITAL_TWIN_MODELS_ADD, "add models")
        .body(JSON, json.text(documents.toJson()))
        .apply(options)
        .returning(json.list("id", ModelData.class));
  }

  Operation<ModelData> get(String id, CallOption... options) {
    return model(ApiOperation.DIGITAL_TWIN_MODELS_GET_BY_ID, "get", id)
        .query("includeModelDefinition", "true")
        .apply(options)
        .returning(json.object("id", ModelData.class));
  }

  Operation<Page<ModelData>> list(
      ModelFilter filter, @Nullable String link, CallOption... options) {
    Operation.Builder builder =
        Operation.builder(ApiOperation.DIGITAL_TWIN_MODELS_LIST, "list models");
    for (String id : Objects.requireNonNull(filter, "filter").modelIds()) {
      builder.query("dependenciesFor", id);
    }
    return builder
        .query("includeModelDefinition", Boolean.toString(filter.isDefinitionIncluded()))
        .supports(PAGE_SIZE)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", ModelData.class));
  }

  Operation<@Nullable Void> decommission(String id, CallOption... options) {
    return model(ApiOperation.DIGITAL_TWIN_MODELS_UPDATE, "decommission", id)
        .body(JSON_PATCH, DECOMMISSION)
        .apply(options)
        .returningNothing();
  }

  Operation<@Nullable Void> delete(String id, CallOption... options) {
    return model(ApiOperation.DIGITAL_TWIN_MODELS_DELETE, "delete", id)
        .apply(options)
        .returningNothing();
  }

  private static Operation.Builder model(ApiOperation api, String verb, String id) {
    return Operation.builder(api, verb + " model " + quoted(id)).id("id", id);
  }
}
