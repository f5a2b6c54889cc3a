package io.github.adtauth.twins;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link Relationships} as futures; see {@link AsyncDigitalTwinsClient}. Thread-safe. */
public interface AsyncRelationships {
  /** Returns a relationship. */
  CompletableFuture<Relationship> get(String id, CallOption... options);

  /** Creates or replaces a relationship and returns what is stored. */
  CompletableFuture<Relationship> put(String id, Relationship relationship, CallOption... options);

  /** Changes a relationship and returns its new ETag; empty if the service named none. */
  CompletableFuture<String> patch(String id, JsonPatch patch, CallOption... options);

  /** Deletes a relationship. */
  CompletableFuture<@Nullable Void> delete(String id, CallOption... options);

  /** Returns all of them. */
  AsyncPaged<Relationship> list(CallOption... options);

  /** Returns those of one name, such as {@code contains}. */
  AsyncPaged<Relationship> list(String name, CallOption... options);

  /** Returns those that end at the twin. */
  AsyncPaged<IncomingRelationship> incoming(CallOption... options);
}
