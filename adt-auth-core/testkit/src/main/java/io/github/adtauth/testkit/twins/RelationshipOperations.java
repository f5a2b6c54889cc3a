package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The operations on the relationships of a twin. */
final class RelationshipOperations {
  private static final Set<String> RESERVED_MEMBERS =
      Set.of("$relationshipId", "$etag", "$sourceId", "$relationshipName", "$targetId");
  private static final int PAGE_SIZE = 10;

  private final Store store;
  private final Notifications notifications;

  RelationshipOperations(Store store, Notifications notifications) {
    this.store = store;
    this.notifications = notifications;
  }

  MockResponse get(Call call) {
    return TwinsResponses.entity(relationship(call.path("id"), call.path("relationshipId")));
  }

  MockResponse put(Call call) {
    JsonObject written =
        put(
            call.path("id"),
            call.path("relationshipId"),
            call.readObject(),
            call.header("If-None-Match"));
    return TwinsResponses.entity(written);
  }

  JsonObject put(String sourceId, String id, JsonObject body, @Nullable String ifNoneMatch) {
    Store.checkId(id);
    store.twin(sourceId);
    if ("*".equals(ifNoneMatch) && store.relationships.from(sourceId).containsKey(id)) {
      throw ErrorResponseException.error(
          412,
          "PreconditionFailed",
          "If-None-Match: * header was specified but a relationship with the id "
              + id
              + " was found. Please specify a different relationship id.");
    }
    JsonObject previous = store.relationships.from(sourceId).get(id);
    JsonObject written = write(sourceId, id, body);
    notifications.relationshipWritten(previous, written);
    return written;
  }

  MockResponse patch(Call call) {
    String sourceId = call.path("id");
    String id = call.path("relationshipId");
    JsonObject current = relationship(sourceId, id);
    Store.checkIfMatch(call.header("If-Match"), current);
    JsonObject changed = current.deepCopy();
    JsonArray patch = call.readArray();
    JsonPatch.apply(changed, patch);
    JsonObject written = write(sourceId, id, changed);
    notifications.relationshipPatched(written, JsonPatch.forEvent(patch, ""));
    return TwinsResponses.noContent(Store.etag(written));
  }

  MockResponse delete(Call call) {
    String sourceId = call.path("id");
    String id = call.path("relationshipId");
    JsonObject relationship = relationship(sourceId, id);
    Store.checkIfMatch(call.header("If-Match"), relationship);
    store.relationships.remove(sourceId, id);
    notifications.relationshipDeleted(relationship);
    return TwinsResponses.noContent();
  }

  MockResponse list(Call call) {
    String sourceId = call.path("id");
    store.twin(sourceId);
    String name = call.query("relationshipName");
    Page page =
        Page.of(
            call,
            store.relationships.from(sourceId),
            store.pageSize(PAGE_SIZE),
            relationship ->
                name == null || name.equals(Json.string(relationship, "$relationshipName")),
            relationship -> relationship);
    return TwinsResponses.json(200, page.linkFirst());
  }

  MockResponse listIncoming(Call call) {
    String targetId = call.path("id");
    store.twin(targetId);
    Page page =
        Page.of(
            call,
            store.relationships.to(targetId),
            store.pageSize(PAGE_SIZE),
            relationship -> true,
            relationship -> incoming(relationship, call));
    return TwinsResponses.json(200, page.linkFirst());
  }

  private JsonObject incoming(JsonObject relationship, Call call) {
    JsonObject incoming = new JsonObject();
    for (String name : List.of("$relationshipId", "$sourceId", "$relationshipName")) {
      incoming.add(name, relationship.get(name));
    }
    incoming.addProperty(
        "$relationshipLink",
        call.origin()
            + "/digitaltwins/"
            + Call.encode(relationship.get("$sourceId").getAsString())
            + "/relationships/"
            + Call.encode(relationship.get("$relationshipId").getAsString())
            + "?api-version="
            + call.query("api-version"));
    return incoming;
  }

  private JsonObject write(String sourceId, String id, JsonObject body) {
    String targetId = Json.string(body, "$targetId");
    String name = Json.string(body, "$relationshipName");
    Store.ModelContents contents = store.contentsOf(Store.modelOf(store.twin(sourceId)));
    JsonObject declared =
        contents == null || name == null ? null : contents.relationships().get(name);
    if (contents == null || name == null || declared == null || targetId == null) {
      throw notInModel();
    }
    checkTarget(sourceId, targetId, declared);
    checkProperties(body, declared, contents);
    JsonObject relationship = new JsonObject();
    relationship.addProperty("$relationshipId", id);
    relationship.addProperty("$etag", Store.newEtag());
    relationship.addProperty("$sourceId", sourceId);
    relationship.addProperty("$relationshipName", name);
    relationship.addProperty("$targetId", targetId);
    body.asMap()
        .forEach(
            (key, value) -> {
              if (!RESERVED_MEMBERS.contains(key)) {
                relationship.add(key, value.deepCopy());
              }
            });
    store.relationships.put(relationship);
    return relationship;
  }

  private void checkTarget(String sourceId, String targetId, JsonObject declared) {
    JsonObject target = store.twins.get(targetId);
    if (target == null) {
      throw ErrorResponseException.error(
          404,
          "TargetDigitalTwinNotFound",
          "The target digital twin is invalid or does not exist. Please validate that the target"
              + " twin is valid and ensure that the target twin is not deleted. See section on"
              + " querying the twins https://aka.ms/adtv2query .");
    }
    if (sourceId.equals(targetId)) {
      throw ErrorResponseException.error(
          400, "OperationNotAllowed", "The relationship cannot connect to the same digital twin.");
    }
    String model = Json.string(declared, "target");
    if (model != null && !store.isA(Store.modelOf(target), model)) {
      throw notInModel();
    }
  }

  private static void checkProperties(
      JsonObject body, JsonObject declared, Store.ModelContents contents) {
    Map<String, JsonElement> properties = new LinkedHashMap<>();
    if (declared.has("properties")) {
      for (JsonElement property : declared.getAsJsonArray("properties")) {
        JsonObject object = property.getAsJsonObject();
        properties.put(object.get("name").getAsString(), object.get("schema"));
      }
    }
    List<String> problems = new ArrayList<>();
    for (var member : body.entrySet()) {
      if (!RESERVED_MEMBERS.contains(member.getKey())) {
        TwinWriter.checkProperty(
            member.getKey(), member.getValue(), properties, contents.schemas(), problems);
      }
    }
    if (!problems.isEmpty()) {
      throw ErrorResponseException.validation("Invalid relationship specified", problems);
    }
  }

  private JsonObject relationship(String sourceId, String id) {
    Store.checkId(id);
    store.twin(sourceId);
    JsonObject relationship = store.relationships.from(sourceId).get(id);
    if (relationship == null) {
      throw ErrorResponseException.error(
          404,
          "RelationshipNotFound",
          "Relationship "
              + id
              + " not found on twin "
              + sourceId
              + ". Please verify that the relationship id is valid and ensure that the relationship"
              + " is not deleted. See section on listing relationships in the documentation"
              + " https://aka.ms/adtv2twins.");
    }
    return relationship;
  }

  private static ErrorResponseException notInModel() {
    return ErrorResponseException.error(
        400,
        "InvalidRelationship",
        "Twin relationship does not align with the model. Please ensure that the relationship is"
            + " in alignment with the model. See section on listing models"
            + " https://aka.ms/adtv2models.");
  }
}
