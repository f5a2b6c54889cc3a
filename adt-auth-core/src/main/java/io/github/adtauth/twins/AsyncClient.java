package io.github.adtauth.twins;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Each operation on the dispatcher's threads. Thread-safe. */
final class AsyncClient implements AsyncDigitalTwinsClient {
  private final Transport transport;
  private final Operations operations;

  AsyncClient(Transport transport, Operations operations) {
    this.transport = transport;
    this.operations = operations;
  }

  @Override
  public <T> CompletableFuture<T> getTwin(String id, Class<T> type, CallOption... options) {
    return transport.enqueue(operations.getTwin(id, type, options));
  }

  @Override
  public <T> CompletableFuture<T> putTwin(String id, T twin, CallOption... options) {
    return transport.enqueue(operations.putTwin(id, twin, options));
  }

  @Override
  public CompletableFuture<String> patchTwin(String id, JsonPatch patch, CallOption... options) {
    return transport.enqueue(operations.patchTwin(id, patch, options));
  }

  @Override
  public CompletableFuture<@Nullable Void> deleteTwin(String id, CallOption... options) {
    return transport.enqueue(operations.deleteTwin(id, options));
  }

  @Override
  public <T> AsyncPaged<T> query(TwinQuery query, Class<T> type, CallOption... options) {
    CallOption[] fixed = options.clone();
    operations.query(query, type, null, fixed); // wrong options are refused here and now
    return new AsyncPaged<>(
        token -> transport.enqueue(operations.query(query, type, token, fixed)));
  }

  @Override
  public AsyncModels models() {
    return new AsyncModels() {
      @Override
      public CompletableFuture<List<ModelData>> add(
          Collection<String> dtdl, CallOption... options) {
        return transport.enqueue(operations.addModels(dtdl, options));
      }

      @Override
      public CompletableFuture<ModelData> get(String id, CallOption... options) {
        return transport.enqueue(operations.getModel(id, options));
      }
    };
  }

  @Override
  public AsyncRelationships relationships(String twinId) {
    Wire.segment("twinId", twinId);
    return new AsyncRelationships() {
      @Override
      public CompletableFuture<Relationship> get(String id, CallOption... options) {
        return transport.enqueue(operations.getRelationship(twinId, id, options));
      }

      @Override
      public CompletableFuture<Relationship> put(
          String id, Relationship relationship, CallOption... options) {
        return transport.enqueue(operations.putRelationship(twinId, id, relationship, options));
      }

      @Override
      public CompletableFuture<String> patch(String id, JsonPatch patch, CallOption... options) {
        return transport.enqueue(operations.patchRelationship(twinId, id, patch, options));
      }

      @Override
      public CompletableFuture<@Nullable Void> delete(String id, CallOption... options) {
        return transport.enqueue(operations.deleteRelationship(twinId, id, options));
      }

      @Override
      public AsyncPaged<Relationship> list(CallOption... options) {
        return pages(null, options);
      }

      @Override
      public AsyncPaged<Relationship> list(String name, CallOption... options) {
        return pages(name, options);
      }

      private AsyncPaged<Relationship> pages(@Nullable String name, CallOption... options) {
        CallOption[] fixed = options.clone();
        operations.listRelationships(twinId, name, null, fixed);
        return new AsyncPaged<>(
            link -> transport.enqueue(operations.listRelationships(twinId, name, link, fixed)));
      }
    };
  }
}
