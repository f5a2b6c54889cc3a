package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.Operation.JSON;
import static io.github.adtauth.internal.rest.Operation.JSON_PATCH;
import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.IF_ABSENT;
import static io.github.adtauth.twins.CallOption.Kind.IF_MATCH;

import io.github.adtauth.internal.rest.ApiOperation;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.IncomingRelationship;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Page;
import io.github.adtauth.twins.Relationship;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operations on the relationships of a twin. Thread-safe. */
record RelationshipOperations(TwinJson json) {
  Operation<Relationship> get(String twinId, String id, CallOption... options) {
    return relationship(ApiOperation.DIGITAL_TWINS_GET_RELATIONSHIP_BY_ID, "get", twinId, id)
        .apply(options)
        .returning(json.object("$relationshipId", Relationship.class));
  }

  Operation<Relationship> put(
      String twinId, String id, Relationship relationship, CallOption... options) {
    return relationship(ApiOperation.DIGITAL_TWINS_ADD_RELATIONSHIP, "put", twinId, id)
        .body(JSON, json.text(json.tree(Objects.requireNonNull(relationship, "relationship"))))
        .supports(IF_ABSENT)
        .apply(options)
        .returning(json.object("$relationshipId", Relationship.class));
  }

  Operation<String> patch(String twinId, String id, JsonPatch patch, CallOption... options) {
    return relationship(ApiOperation.DIGITAL_TWINS_UPDATE_RELATIONSHIP, "patch", twinId, id)
        .body(JSON_PATCH, json.text(json.patch(patch)))
        .supports(IF_MATCH)
        .apply(options)
        .returningETag();
  }

  Operation<@Nullable Void> delete(String twinId, String id, CallOption... options) {
    return relationship(ApiOperation.DIGITAL_TWINS_DELETE_RELATIONSHIP, "delete", twinId, id)
        .supports(IF_MATCH)
        .apply(options)
        .returningNothing();
  }

  Operation<Page<Relationship>> list(
      String twinId, @Nullable String name, @Nullable String link, CallOption... options) {
    Operation.Builder builder =
        listBuilder(ApiOperation.DIGITAL_TWINS_LIST_RELATIONSHIPS, "relationships", twinId);
    if (name != null) {
      builder.query("relationshipName", name);
    }
    return builder.apply(options).link(link).returning(json.page("nextLink", Relationship.class));
  }

  Operation<Page<IncomingRelationship>> incoming(
      String twinId, @Nullable String link, CallOption... options) {
    return listBuilder(
            ApiOperation.DIGITAL_TWINS_LIST_INCOMING_RELATIONSHIPS,
            "incoming relationships",
            twinId)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", IncomingRelationship.class));
  }

  private static Operation.Builder listBuilder(ApiOperation api, String objects, String twinId) {
    return Operation.builder(api, "list " + objects + " of twin " + quoted(twinId))
        .id("twinId", twinId);
  }

  private static Operation.Builder relationship(
      ApiOperation api, String verb, String twinId, String id) {
    return Operation.builder(
            api, verb + " relationship " + quoted(id) + " of twin " + quoted(twinId))
        .id("twinId", twinId)
        .id("id", id);
  }
}
