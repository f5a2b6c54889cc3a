package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.CallOptions;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.twins.AsyncComponents;
import io.github.adtauth.twins.AsyncDigitalTwinsClient;
import io.github.adtauth.twins.AsyncEventRoutes;
import io.github.adtauth.twins.AsyncJobs;
import io.github.adtauth.twins.AsyncModels;
import io.github.adtauth.twins.AsyncPaged;
import io.github.adtauth.twins.AsyncRelationships;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.TwinQuery;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The client that executes each operation on the threads of the dispatcher. Thread-safe. */
public final class AsyncClient implements AsyncDigitalTwinsClient {
  private final Transport transport;
  private final Operations operations;

  AsyncClient(Transport transport, Operations operations) {
    this.transport = transport;
    this.operations = operations;
  }

  /** Returns a client whose calls are one operation: the first token determines the principal. */
  public AsyncClient asOneOperation() {
    return new AsyncClient(transport.asOneOperation(), operations);
  }

  @Override
  public <T> CompletableFuture<T> getTwin(String id, Class<T> type, CallOption... options) {
    return transport.enqueue(operations.twins().get(id, type, options));
  }

  @Override
  public <T> CompletableFuture<T> putTwin(String id, T twin, CallOption... options) {
    return transport.enqueue(operations.twins().put(id, twin, options));
  }

  @Override
  public CompletableFuture<String> patchTwin(String id, JsonPatch patch, CallOption... options) {
    return transport.enqueue(operations.twins().patch(id, patch, options));
  }

  @Override
  public CompletableFuture<@Nullable Void> deleteTwin(String id, CallOption... options) {
    return transport.enqueue(operations.twins().delete(id, options));
  }

  @Override
  public <T> AsyncPaged<T> query(TwinQuery query, Class<T> type, CallOption... options) {
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return ChainedAsyncPaged.create(
        transport, token -> operations.twins().query(query, type, token, optionsCopy));
  }

  @Override
  public CompletableFuture<@Nullable Void> sendTelemetry(
      String twinId, Object payload, CallOption... options) {
    return transport.enqueue(operations.twins().sendTelemetry(twinId, payload, options));
  }

  @Override
  public AsyncComponents components(String twinId) {
    UrlEncoding.segment("twinId", twinId);
    return new AsyncGroups.OfComponents(transport, operations.twins(), twinId);
  }

  @Override
  public AsyncModels models() {
    return new AsyncGroups.OfModels(transport, operations.models());
  }

  @Override
  public AsyncRelationships relationships(String twinId) {
    UrlEncoding.segment("twinId", twinId);
    return new AsyncGroups.OfRelationships(transport, operations.relationships(), twinId);
  }

  @Override
  public AsyncEventRoutes eventRoutes() {
    return new AsyncGroups.OfEventRoutes(transport, operations.eventRoutes());
  }

  @Override
  public AsyncJobs jobs() {
    return new AsyncGroups.OfJobs(transport, operations.jobs());
  }
}
