package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.CallOptions;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.twins.AsyncComponents;
import io.github.adtauth.twins.AsyncEventRoutes;
import io.github.adtauth.twins.AsyncJobs;
import io.github.adtauth.twins.AsyncModels;
import io.github.adtauth.twins.AsyncPaged;
import io.github.adtauth.twins.AsyncRelationships;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.EventRoute;
import io.github.adtauth.twins.ImportJob;
import io.github.adtauth.twins.IncomingRelationship;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.ModelData;
import io.github.adtauth.twins.ModelFilter;
import io.github.adtauth.twins.Relationship;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The groups of operations, executed on the threads of the dispatcher. Thread-safe. */
final class AsyncGroups {
  private AsyncGroups() {}

  record OfComponents(Transport transport, TwinOperations operations, String twinId)
      implements AsyncComponents {
    @Override
    public <T> CompletableFuture<T> get(String name, Class<T> type, CallOption... options) {
      return transport.enqueue(operations.getComponent(twinId, name, type, options));
    }

    @Override
    public CompletableFuture<String> patch(String name, JsonPatch patch, CallOption... options) {
      return transport.enqueue(operations.patchComponent(twinId, name, patch, options));
    }

    @Override
    public CompletableFuture<@Nullable Void> sendTelemetry(
        String name, Object payload, CallOption... options) {
      return transport.enqueue(operations.sendComponentTelemetry(twinId, name, payload, options));
    }
  }

  record OfModels(Transport transport, ModelOperations operations) implements AsyncModels {
    @Override
    public CompletableFuture<List<ModelData>> add(Collection<String> dtdl, CallOption... options) {
      return CallSequence.start(transport, operations.add(dtdl, options));
    }

    @Override
    public CompletableFuture<ModelData> get(String id, CallOption... options) {
      return transport.enqueue(operations.get(id, options));
    }

    @Override
    public AsyncPaged<ModelData> list(ModelFilter filter, CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return ChainedAsyncPaged.create(
          transport, link -> operations.list(filter, link, optionsCopy));
    }

    @Override
    public CompletableFuture<@Nullable Void> decommission(String id, CallOption... options) {
      return transport.enqueue(operations.decommission(id, options));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String id, CallOption... options) {
      return transport.enqueue(operations.delete(id, options));
    }
  }

  record OfRelationships(Transport transport, RelationshipOperations operations, String twinId)
      implements AsyncRelationships {
    @Override
    public CompletableFuture<Relationship> get(String id, CallOption... options) {
      return transport.enqueue(operations.get(twinId, id, options));
    }

    @Override
    public CompletableFuture<Relationship> put(
        String id, Relationship relationship, CallOption... options) {
      return transport.enqueue(operations.put(twinId, id, relationship, options));
    }

    @Override
    public CompletableFuture<String> patch(String id, JsonPatch patch, CallOption... options) {
      return transport.enqueue(operations.patch(twinId, id, patch, options));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String id, CallOption... options) {
      return transport.enqueue(operations.delete(twinId, id, options));
    }

    @Override
    public AsyncPaged<Relationship> list(CallOption... options) {
      return pages(null, options);
    }

    @Override
    public AsyncPaged<Relationship> list(String name, CallOption... options) {
      return pages(Objects.requireNonNull(name, "name"), options);
    }

    private AsyncPaged<Relationship> pages(@Nullable String name, CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return ChainedAsyncPaged.create(
          transport, link -> operations.list(twinId, name, link, optionsCopy));
    }

    @Override
    public AsyncPaged<IncomingRelationship> incoming(CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return ChainedAsyncPaged.create(
          transport, link -> operations.incoming(twinId, link, optionsCopy));
    }
  }

  record OfEventRoutes(Transport transport, EventRouteOperations operations)
      implements AsyncEventRoutes {
    @Override
    public CompletableFuture<EventRoute> get(String id, CallOption... options) {
      return transport.enqueue(operations.get(id, options));
    }

    @Override
    public CompletableFuture<@Nullable Void> put(EventRoute route, CallOption... options) {
      return transport.enqueue(operations.put(route, options));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String id, CallOption... options) {
      return transport.enqueue(operations.delete(id, options));
    }

    @Override
    public AsyncPaged<EventRoute> list(CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return ChainedAsyncPaged.create(transport, link -> operations.list(link, optionsCopy));
    }
  }

  record OfJobs(Transport transport, JobOperations operations) implements AsyncJobs {
    @Override
    public Imports imports() {
      return new OfImports(transport, operations);
    }

    @Override
    public Deletions deletions() {
      return new OfDeletions(transport, operations);
    }
  }

  record OfImports(Transport transport, JobOperations operations) implements AsyncJobs.Imports {
    @Override
    public CompletableFuture<ImportJob> start(
        String id, String inputBlobUri, String outputBlobUri, CallOption... options) {
      return transport.enqueue(operations.startImport(id, inputBlobUri, outputBlobUri, options));
    }

    @Override
    public CompletableFuture<ImportJob> get(String id, CallOption... options) {
      return transport.enqueue(operations.getImport(id, options));
    }

    @Override
    public AsyncPaged<ImportJob> list(CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return ChainedAsyncPaged.create(transport, link -> operations.listImports(link, optionsCopy));
    }

    @Override
    public CompletableFuture<ImportJob> cancel(String id, CallOption... options) {
      return transport.enqueue(operations.cancelImport(id, options));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String id, CallOption... options) {
      return transport.enqueue(operations.deleteImport(id, options));
    }
  }

  record OfDeletions(Transport transport, JobOperations operations) implements AsyncJobs.Deletions {
    @Override
    public CompletableFuture<DeleteJob> startDeletingEverything(CallOption... options) {
      return transport.enqueue(operations.startDeletingEverything(options));
    }

    @Override
    public CompletableFuture<DeleteJob> get(String id, CallOption... options) {
      return transport.enqueue(operations.getDeletion(id, options));
    }

    @Override
    public AsyncPaged<DeleteJob> list(CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return ChainedAsyncPaged.create(
          transport, link -> operations.listDeletions(link, optionsCopy));
    }
  }
}
