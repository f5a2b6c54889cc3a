package io.github.adtauth.twins.bulk;

import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.twins.AsyncDigitalTwinsClient;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Relationship;
import io.github.adtauth.twins.Relationships;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One change of many: see {@link Bulk}. Immutable, and thread-safe if what it holds is. Options are
 * those of the single call; a put with {@link CallOption#IF_ABSENT} of what is there already is
 * skipped and no failure, so that a load that was cut off is simply run again.
 */
public final class BulkItem {
  /** What a change does; changes of one kind may run together. */
  enum Kind {
    PUT_TWIN(true),
    PATCH_TWIN(false),
    DELETE_TWIN(true),
    PUT_RELATIONSHIP(true),
    PATCH_RELATIONSHIP(false),
    DELETE_RELATIONSHIP(true);

    /** Whether it counts among the creates and deletes that the service limits. */
    final boolean createOrDelete;

    Kind(boolean createOrDelete) {
      this.createOrDelete = createOrDelete;
    }

    boolean isDelete() {
      return this == DELETE_TWIN || this == DELETE_RELATIONSHIP;
    }
  }

  final Kind kind;

  /** The twins that it counts for. */
  final List<String> twins;

  final boolean ifAbsent;
  final boolean ifMatch;
  private final String name;
  private final Function<AsyncDigitalTwinsClient, CompletableFuture<?>> call;

  private BulkItem(
      Kind kind,
      String name,
      List<String> twins,
      CallOption[] options,
      Function<AsyncDigitalTwinsClient, CompletableFuture<?>> call) {
    this.kind = kind;
    this.name = name;
    this.twins = twins;
    this.ifAbsent = has(CallOption.Kind.IF_ABSENT, options);
    this.ifMatch = has(CallOption.Kind.IF_MATCH, options);
    this.call = call;
  }

  /** Creates or replaces a twin, as {@link DigitalTwinsClient#putTwin}. */
  public static BulkItem putTwin(String id, Object twin, CallOption... options) {
    Objects.requireNonNull(twin, "twin");
    CallOption[] fixed = CallOption.copy(options);
    return ofTwin(Kind.PUT_TWIN, id, fixed, client -> client.putTwin(id, twin, fixed));
  }

  /** Changes a twin, as {@link DigitalTwinsClient#patchTwin}. */
  public static BulkItem patchTwin(String id, JsonPatch patch, CallOption... options) {
    Objects.requireNonNull(patch, "patch");
    CallOption[] fixed = CallOption.copy(options);
    return ofTwin(Kind.PATCH_TWIN, id, fixed, client -> client.patchTwin(id, patch, fixed));
  }

  /** Deletes a twin, as {@link DigitalTwinsClient#deleteTwin}. */
  public static BulkItem deleteTwin(String id, CallOption... options) {
    CallOption[] fixed = CallOption.copy(options);
    return ofTwin(Kind.DELETE_TWIN, id, fixed, client -> client.deleteTwin(id, fixed));
  }

  /** Creates or replaces a relationship of a source, as {@link Relationships#put}. */
  public static BulkItem putRelationship(
      String sourceId, String id, Relationship relationship, CallOption... options) {
    CallOption[] fixed = CallOption.copy(options);
    return new BulkItem(
        Kind.PUT_RELATIONSHIP,
        name(sourceId, id),
        List.of(sourceId, Objects.requireNonNull(relationship, "relationship").targetId()),
        fixed,
        client -> client.relationships(sourceId).put(id, relationship, fixed));
  }

  /** Changes a relationship of a source, as {@link Relationships#patch}. */
  public static BulkItem patchRelationship(
      String sourceId, String id, JsonPatch patch, CallOption... options) {
    Objects.requireNonNull(patch, "patch");
    CallOption[] fixed = CallOption.copy(options);
    return new BulkItem(
        Kind.PATCH_RELATIONSHIP,
        name(sourceId, id),
        List.of(sourceId),
        fixed,
        client -> client.relationships(sourceId).patch(id, patch, fixed));
  }

  /** Deletes a relationship of a source, as {@link Relationships#delete}. */
  public static BulkItem deleteRelationship(String sourceId, String id, CallOption... options) {
    CallOption[] fixed = CallOption.copy(options);
    return new BulkItem(
        Kind.DELETE_RELATIONSHIP,
        name(sourceId, id),
        List.of(sourceId),
        fixed,
        client -> client.relationships(sourceId).delete(id, fixed));
  }

  /** Begins the change; throws what is wrong with it before the wire. */
  CompletableFuture<?> on(AsyncDigitalTwinsClient client) {
    return call.apply(client);
  }

  /** Tells whether doing it twice is the same as doing it once. */
  boolean repeatable() {
    return kind.createOrDelete && !ifMatch;
  }

  private static BulkItem ofTwin(
      Kind kind,
      String id,
      CallOption[] options,
      Function<AsyncDigitalTwinsClient, CompletableFuture<?>> call) {
    Objects.requireNonNull(id, "id");
    return new BulkItem(kind, "twin " + UrlEncoding.quoted(id), List.of(id), options, call);
  }

  private static String name(String sourceId, String id) {
    Objects.requireNonNull(sourceId, "sourceId");
    Objects.requireNonNull(id, "id");
    return "relationship " + UrlEncoding.quoted(id) + " of twin " + UrlEncoding.quoted(sourceId);
  }

  private static boolean has(CallOption.Kind kind, CallOption[] options) {
    for (CallOption option : options) {
      if (option.kind == kind) {
        return true;
      }
    }
    return false;
  }

  /** Names what is changed. */
  @Override
  public String toString() {
    return name;
  }
}
