package io.github.adtauth.twins;

import static io.github.adtauth.twins.Operation.JSON;
import static io.github.adtauth.twins.Operation.JSON_PATCH;
import static io.github.adtauth.twins.Wire.quoted;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.adtauth.http.Repeatable;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every operation of the REST API, once. Thread-safe. */
final class Operations {
  @SuppressWarnings("NullAway") // it does not see that the type allows null
  private static final Operation.Decoder<@Nullable Void> DONE =
      answer -> {
        answer.nothing();
        return null;
      };

  private static final Operation.Decoder<String> ETAG =
      answer -> {
        answer.nothing();
        String etag = answer.header("ETag");
        return etag == null ? "" : etag;
      };

  private final TwinJson json;

  Operations(TwinJson json) {
    this.json = json;
  }

  // Digital twins

  <T> Operation<T> getTwin(String id, Class<T> type, CallOption... options) {
    return twin("GET", "get", id).with(options).answer(json.one("$dtId", type));
  }

  <T> Operation<T> putTwin(String id, T twin, CallOption... options) {
    return twin("PUT", "put", id)
        .body(JSON, json.text(json.twin(twin)))
        .with(options)
        .answer(json.one("$dtId", TwinJson.typeOf(twin)));
  }

  Operation<String> patchTwin(String id, JsonPatch patch, CallOption... options) {
    return twin("PATCH", "patch", id)
        .body(JSON_PATCH, json.text(patch.json(json)))
        .with(options)
        .answer(ETAG);
  }

  Operation<@Nullable Void> deleteTwin(String id, CallOption... options) {
    return twin("DELETE", "delete", id).with(options).answer(DONE);
  }

  private static Operation.Draft twin(String method, String verb, String id) {
    return Operation.of(method, verb + " twin " + quoted(id)).path("digitaltwins").id("id", id);
  }

  // Query

  <T> Operation<Page<T>> query(
      TwinQuery query, Class<T> type, @Nullable String token, CallOption... options) {
    Operation.Draft draft =
        Operation.of("POST", "query twins")
            .path("query")
            .repeatable(Repeatable.YES)
            .body(
                JSON,
                json.text(
                    token == null
                        ? Json.object("query", query.text())
                        : Json.object("continuationToken", token)))
            .with(options);
    if (query.pageSize() > 0) {
      draft.header("max-items-per-page", Integer.toString(query.pageSize()));
    }
    return draft.answer(json.page("continuationToken", type));
  }

  // Models

  Operation<List<ModelData>> addModels(Collection<String> dtdl, CallOption... options) {
    return Operation.of("POST", "add models")
        .path("models")
        .body(JSON, json.text(documents(dtdl)))
        .with(options)
        .answer(json.list("id", ModelData.class));
  }

  Operation<ModelData> getModel(String id, CallOption... options) {
    return Operation.of("GET", "get model " + quoted(id))
        .path("models")
        .id("id", id)
        .query("includeModelDefinition", "true")
        .with(options)
        .answer(json.one("id", ModelData.class));
  }

  private static JsonArray documents(Collection<String> dtdl) {
    JsonArray documents = new JsonArray();
    int number = 0;
    for (String text : dtdl) {
      number++;
      JsonElement document;
      try {
        document = JsonParser.parseString(text);
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

  // Relationships

  Operation<Relationship> getRelationship(String twin, String id, CallOption... options) {
    return relationship("GET", "get", twin, id)
        .with(options)
        .answer(json.one("$relationshipId", Relationship.class));
  }

  Operation<Relationship> putRelationship(
      String twin, String id, Relationship relationship, CallOption... options) {
    return relationship("PUT", "put", twin, id)
        .body(JSON, json.text(json.tree(relationship)))
        .with(options)
        .answer(json.one("$relationshipId", Relationship.class));
  }

  Operation<String> patchRelationship(
      String twin, String id, JsonPatch patch, CallOption... options) {
    return relationship("PATCH", "patch", twin, id)
        .body(JSON_PATCH, json.text(patch.json(json)))
        .with(options)
        .answer(ETAG);
  }

  Operation<@Nullable Void> deleteRelationship(String twin, String id, CallOption... options) {
    return relationship("DELETE", "delete", twin, id).with(options).answer(DONE);
  }

  Operation<Page<Relationship>> listRelationships(
      String twin, @Nullable String name, @Nullable String link, CallOption... options) {
    Operation.Draft draft =
        Operation.of("GET", "list relationships of twin " + quoted(twin))
            .path("digitaltwins")
            .id("twinId", twin)
            .path("relationships")
            .with(options)
            .link(link);
    if (name != null) {
      draft.query("relationshipName", name);
    }
    return draft.answer(json.page("nextLink", Relationship.class));
  }

  private static Operation.Draft relationship(String method, String verb, String twin, String id) {
    return Operation.of(method, verb + " relationship " + quoted(id) + " of twin " + quoted(twin))
        .path("digitaltwins")
        .id("twinId", twin)
        .path("relationships")
        .id("id", id);
  }
}
