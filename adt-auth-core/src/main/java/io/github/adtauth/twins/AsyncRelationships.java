package io.github.adtauth.twins;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous form of {@link Relationships}; see {@link AsyncDigitalTwinsClient}. Thread-safe.
 */
public interface AsyncRelationships {
  /** Returns a relationship. */
  CompletableFuture<Relationship> get(String id, CallOption... options);

  /** Creates or replaces a relationship and returns the stored relationship. */
  CompletableFuture<Relationship> put(String id, Relationship relationship, CallOption... options);

  /** Changes a relationship and returns its new ETag; empty if the service sent none. */
  CompletableFuture<String> patch(String id, JsonPatch patch, CallOption... options);

  /** Deletes a relationship. */
  CompletableFuture<@Nullable Void> delete(String id, CallOption... options);

  /** Returns all relationships of the twin. */
  AsyncPaged<Relationship> list(CallOption... options);

  /** Returns the relationships with a name, such as {@code contains}. */
  AsyncPaged<Relationship> list(String name, CallOption... options);

  /** Returns the relationships whose target is the twin. */
  AsyncPaged<IncomingRelationship> incoming(CallOption... options);
}
