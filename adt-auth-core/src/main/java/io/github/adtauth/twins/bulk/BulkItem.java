package io.github.adtauth.twins.bulk;

import io.github.adtauth.internal.rest.CallOptions;
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
 * A change to be carried out by {@link Bulk}. Immutable; thread-safe if its twin or patch is.
 *
 * <p>The options are those of the corresponding single call. A put with {@link CallOption#ifAbsent}
 * of an existing twin or relationship is skipped and is not a failure, so an interrupted load can
 * simply be rerun.
 */
public final class BulkItem {
  /** Kind of a change. Only changes of the same kind run concurrently. */
  enum Kind {
    PUT_TWIN(true),
    PATCH_TWIN(false),
    DELETE_TWIN(true),
    PUT_RELATIONSHIP(true),
    PATCH_RELATIONSHIP(false),
    DELETE_RELATIONSHIP(true);

    /** Whether the service's limit for creates and deletes applies. */
    final boolean createOrDelete;

    Kind(boolean createOrDelete) {
      this.createOrDelete = createOrDelete;
    }

    boolean isDelete() {
      return this == DELETE_TWIN || this == DELETE_RELATIONSHIP;
    }
  }

  final Kind kind;

  /** Ids of the twins whose limit applies. */
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
    this.ifAbsent = CallOptions.contains(CallOption.Kind.IF_ABSENT, options);
    this.ifMatch = CallOptions.contains(CallOption.Kind.IF_MATCH, options);
    this.call = call;
  }

  /** Creates or replaces a twin, as {@link DigitalTwinsClient#putTwin}. */
  public static BulkItem putTwin(String id, Object twin, CallOption... options) {
    Objects.requireNonNull(twin, "twin");
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return ofTwin(Kind.PUT_TWIN, id, optionsCopy, client -> client.putTwin(id, twin, optionsCopy));
  }

  /** Changes a twin, as {@link DigitalTwinsClient#patchTwin}. */
  public static BulkItem patchTwin(String id, JsonPatch patch, CallOption... options) {
    Objects.requireNonNull(patch, "patch");
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return ofTwin(
        Kind.PATCH_TWIN, id, optionsCopy, client -> client.patchTwin(id, patch, optionsCopy));
  }

  /** Deletes a twin, as {@link DigitalTwinsClient#deleteTwin}. */
  public static BulkItem deleteTwin(String id, CallOption... options) {
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return ofTwin(Kind.DELETE_TWIN, id, optionsCopy, client -> client.deleteTwin(id, optionsCopy));
  }

  /** Creates or replaces a relationship of a source, as {@link Relationships#put}. */
  public static BulkItem putRelationship(
      String sourceId, String id, Relationship relationship, CallOption... options) {
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return new BulkItem(
        Kind.PUT_RELATIONSHIP,
        name(sourceId, id),
        List.of(sourceId, Objects.requireNonNull(relationship, "relationship").targetId()),
        optionsCopy,
        client -> client.relationships(sourceId).put(id, relationship, optionsCopy));
  }

  /** Changes a relationship of a source, as {@link Relationships#patch}. */
  public static BulkItem patchRelationship(
      String sourceId, String id, JsonPatch patch, CallOption... options) {
    Objects.requireNonNull(patch, "patch");
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return new BulkItem(
        Kind.PATCH_RELATIONSHIP,
        name(sourceId, id),
        List.of(sourceId),
        optionsCopy,
        client -> client.relationships(sourceId).patch(id, patch, optionsCopy));
  }

  /** Deletes a relationship of a source, as {@link Relationships#delete}. */
  public static BulkItem deleteRelationship(String sourceId, String id, CallOption... options) {
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return new BulkItem(
        Kind.DELETE_RELATIONSHIP,
        name(sourceId, id),
        List.of(sourceId),
        optionsCopy,
        client -> client.relationships(sourceId).delete(id, optionsCopy));
  }

  /** Starts the change. Throws if its arguments are invalid. */
  CompletableFuture<?> start(AsyncDigitalTwinsClient client) {
    return call.apply(client);
  }

  /** Returns whether the change is idempotent. */
  boolean isRetryable() {
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

  /** Returns a description of the change. */
  @Override
  public String toString() {
    return name;
  }
}
