package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.CallOptions;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.twins.AsyncDigitalTwinsClient;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.Components;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.EventRoutes;
import io.github.adtauth.twins.Jobs;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Models;
import io.github.adtauth.twins.Paged;
import io.github.adtauth.twins.Relationships;
import io.github.adtauth.twins.TwinQuery;
import io.github.adtauth.twins.bulk.Bulk;

/** The client that executes each operation on the caller's thread. Thread-safe. */
public final class BlockingClient implements DigitalTwinsClient {
  private final Transport transport;
  private final Operations operations;

  public BlockingClient(Transport transport, Operations operations) {
    this.transport = transport;
    this.operations = operations;
  }

  @Override
  public <T> T getTwin(String id, Class<T> type, CallOption... options) {
    return transport.execute(operations.twins().get(id, type, options));
  }

  @Override
  public <T> T putTwin(String id, T twin, CallOption... options) {
    return transport.execute(operations.twins().put(id, twin, options));
  }

  @Override
  public String patchTwin(String id, JsonPatch patch, CallOption... options) {
    return transport.execute(operations.twins().patch(id, patch, options));
  }

  @Override
  public void deleteTwin(String id, CallOption... options) {
    transport.execute(operations.twins().delete(id, options));
  }

  @Override
  public <T> Paged<T> query(TwinQuery query, Class<T> type, CallOption... options) {
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return PrefetchingPaged.create(
        transport, token -> operations.twins().query(query, type, token, optionsCopy));
  }

  @Override
  public void sendTelemetry(String twinId, Object payload, CallOption... options) {
    transport.execute(operations.twins().sendTelemetry(twinId, payload, options));
  }

  @Override
  public Components components(String twinId) {
    UrlEncoding.segment("twinId", twinId);
    return new BlockingGroups.OfComponents(transport, operations.twins(), twinId);
  }

  @Override
  public Models models() {
    return new BlockingModels(transport, operations.models());
  }

  @Override
  public Relationships relationships(String twinId) {
    UrlEncoding.segment("twinId", twinId);
    return new BlockingGroups.OfRelationships(transport, operations.relationships(), twinId);
  }

  @Override
  public EventRoutes eventRoutes() {
    return new BlockingGroups.OfEventRoutes(transport, operations.eventRoutes());
  }

  @Override
  public Jobs jobs() {
    return new BlockingJobs(transport, operations.jobs());
  }

  @Override
  public Bulk bulk() {
    return Bulk.create(async()).timing(transport.timing());
  }

  @Override
  public AsyncDigitalTwinsClient async() {
    return new AsyncClient(transport, operations);
  }
}
