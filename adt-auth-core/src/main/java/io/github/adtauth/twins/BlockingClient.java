package io.github.adtauth.twins;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each operation on the caller's thread. Thread-safe. */
final class BlockingClient implements DigitalTwinsClient {
  private final Transport transport;
  private final Operations operations;

  BlockingClient(Transport transport, Operations operations) {
    this.transport = transport;
    this.operations = operations;
  }

  @Override
  public <T> T getTwin(String id, Class<T> type, CallOption... options) {
    return transport.execute(operations.getTwin(id, type, options));
  }

  @Override
  public <T> T putTwin(String id, T twin, CallOption... options) {
    return transport.execute(operations.putTwin(id, twin, options));
  }

  @Override
  public String patchTwin(String id, JsonPatch patch, CallOption... options) {
    return transport.execute(operations.patchTwin(id, patch, options));
  }

  @Override
  public void deleteTwin(String id, CallOption... options) {
    transport.execute(operations.deleteTwin(id, options));
  }

  @Override
  public <T> Paged<T> query(TwinQuery query, Class<T> type, CallOption... options) {
    CallOption[] fixed = options.clone();
    operations.query(query, type, null, fixed); // wrong options are refused here and now
    return new Paged<>(token -> transport.execute(operations.query(query, type, token, fixed)));
  }

  @Override
  public Models models() {
    return new Models() {
      @Override
      public List<ModelData> add(Collection<String> dtdl, CallOption... options) {
        return transport.execute(operations.addModels(dtdl, options));
      }

      @Override
      public ModelData get(String id, CallOption... options) {
        return transport.execute(operations.getModel(id, options));
      }
    };
  }

  @Override
  public Relationships relationships(String twinId) {
    Wire.segment("twinId", twinId);
    return new Relationships() {
      @Override
      public Relationship get(String id, CallOption... options) {
        return transport.execute(operations.getRelationship(twinId, id, options));
      }

      @Override
      public Relationship put(String id, Relationship relationship, CallOption... options) {
        return transport.execute(operations.putRelationship(twinId, id, relationship, options));
      }

      @Override
      public String patch(String id, JsonPatch patch, CallOption... options) {
        return transport.execute(operations.patchRelationship(twinId, id, patch, options));
      }

      @Override
      public void delete(String id, CallOption... options) {
        transport.execute(operations.deleteRelationship(twinId, id, options));
      }

      @Override
      public Paged<Relationship> list(CallOption... options) {
        return pages(null, options);
      }

      @Override
      public Paged<Relationship> list(String name, CallOption... options) {
        return pages(name, options);
      }

      private Paged<Relationship> pages(@Nullable String name, CallOption... options) {
        CallOption[] fixed = options.clone();
        operations.listRelationships(twinId, name, null, fixed);
        return new Paged<>(
            link -> transport.execute(operations.listRelationships(twinId, name, link, fixed)));
      }
    };
  }

  @Override
  public AsyncDigitalTwinsClient async() {
    return new AsyncClient(transport, operations);
  }
}
