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
  Operation<Relationship> get(String twin, String id, CallOption... options) {
    return relationship(ApiOperation.DIGITAL_TWINS_GET_RELATIONSHIP_BY_ID, "get", twin, id)
        .apply(options)
        .returning(json.object("$relationshipId", Relationship.class));
  }

  Operation<Relationship> put(
      String twin, String id, Relationship relationship, CallOption... options) {
    return relationship(ApiOperation.DIGITAL_TWINS_ADD_RELATIONSHIP, "put", twin, id)
        .body(JSON, json.text(json.tree(Objects.requireNonNull(relationship, "relationship"))))
        .supports(IF_ABSENT)
        .apply(options)
        .returning(json.object("$relationshipId", Relationship.class));
  }

  Operation<String> patch(String twin, String id, JsonPatch patch, CallOption... options) {
    return relationship(ApiOperation.DIGITAL_TWINS_UPDATE_RELATIONSHIP, "patch", twin, id)
        .body(JSON_PATCH, json.text(json.patch(patch)))
        .supports(IF_MATCH)
        .apply(options)
        .returningETag();
  }

  Operation<@Nullable Void> delete(String twin, String id, CallOption... options) {
    return relationship(ApiOperation.DIGITAL_TWINS_DELETE_RELATIONSHIP, "delete", twin, id)
        .supports(IF_MATCH)
        .apply(options)
        .returningNothing();
  }

  Operation<Page<Relationship>> list(
      String twin, @Nullable String name, @Nullable String link, CallOption... options) {
    Operation.Builder builder =
        list(ApiOperation.DIGITAL_TWINS_LIST_RELATIONSHIPS, "list relationships of twin ", twin);
    if (name != null) {
      builder.query("relationshipName", name);
    }
    return builder.apply(options).link(link).returning(json.page("nextLink", Relationship.class));
  }

  Operation<Page<IncomingRelationship>> incoming(
      String twin, @Nullable String link, CallOption... options) {
    return list(
            ApiOperation.DIGITAL_TWINS_LIST_INCOMING_RELATIONSHIPS,
            "list incoming relationships of twin ",
            twin)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", IncomingRelationship.class));
  }

  private static Operation.Builder list(ApiOperation api, String description, String twin) {
    return Operation.builder(api, description + quoted(twin)).id("twinId", twin);
  }

  private static Operation.Builder relationship(
      ApiOperation api, String verb, String twin, String id) {
    return Operation.builder(api, verb + " relationship " + quoted(id) + " of twin " + quoted(twin))
        .id("twinId", twin)
        .id("id", id);
  }
}
