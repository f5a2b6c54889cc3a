package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.Operation.JSON;
import static io.github.adtauth.internal.rest.Operation.JSON_PATCH;
import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.IF_ABSENT;
import static io.github.adtauth.twins.CallOption.Kind.IF_MATCH;

import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.IncomingRelationship;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Page;
import io.github.adtauth.twins.Relationship;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Relationships, seen from their source and from their target. Thread-safe. */
record RelationshipOperations(TwinJson json) {
  Operation<Relationship> get(String twin, String id, CallOption... options) {
    return relationship("GET", "get", twin, id)
        .apply(options)
        .returning(json.one("$relationshipId", Relationship.class));
  }

  Operation<Relationship> put(
      String twin, String id, Relationship relationship, CallOption... options) {
    return relationship("PUT", "put", twin, id)
        .body(JSON, json.text(json.tree(Objects.requireNonNull(relationship, "relationship"))))
        .supports(IF_ABSENT)
        .apply(options)
        .returning(json.one("$relationshipId", Relationship.class));
  }

  Operation<String> patch(String twin, String id, JsonPatch patch, CallOption... options) {
    return relationship("PATCH", "patch", twin, id)
        .body(JSON_PATCH, json.text(json.patch(patch)))
        .supports(IF_MATCH)
        .apply(options)
        .returningETag();
  }

  Operation<@Nullable Void> delete(String twin, String id, CallOption... options) {
    return relationship("DELETE", "delete", twin, id)
        .supports(IF_MATCH)
        .apply(options)
        .returningNothing();
  }

  Operation<Page<Relationship>> list(
      String twin, @Nullable String name, @Nullable String link, CallOption... options) {
    Operation.Builder draft = all("list relationships of twin ", twin, "relationships");
    if (name != null) {
      draft.query("relationshipName", name);
    }
    return draft.apply(options).link(link).returning(json.page("nextLink", Relationship.class));
  }

  Operation<Page<IncomingRelationship>> incoming(
      String twin, @Nullable String link, CallOption... options) {
    return all("list incoming relationships of twin ", twin, "incomingrelationships")
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", IncomingRelationship.class));
  }

  private static Operation.Builder all(String what, String twin, String segment) {
    return Operation.of("GET", what + quoted(twin))
        .path("digitaltwins")
        .id("twinId", twin)
        .path(segment);
  }

  private static Operation.Builder relationship(
      String method, String verb, String twin, String id) {
    return Operation.of(method, verb + " relationship " + quoted(id) + " of twin " + quoted(twin))
        .path("digitaltwins")
        .id("twinId", twin)
        .path("relationships")
        .id("id", id);
  }
}
