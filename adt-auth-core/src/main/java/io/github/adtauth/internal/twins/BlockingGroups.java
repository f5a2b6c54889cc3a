package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.CallOptions;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.Components;
import io.github.adtauth.twins.EventRoute;
import io.github.adtauth.twins.EventRoutes;
import io.github.adtauth.twins.IncomingRelationship;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Paged;
import io.github.adtauth.twins.Relationship;
import io.github.adtauth.twins.Relationships;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The groups of operations, executed on the caller's thread. Thread-safe. */
final class BlockingGroups {
  private BlockingGroups() {}

  record OfComponents(Transport transport, TwinOperations operations, String twinId)
      implements Components {
    @Override
    public <T> T get(String name, Class<T> type, CallOption... options) {
      return transport.execute(operations.getComponent(twinId, name, type, options));
    }

    @Override
    public String patch(String name, JsonPatch patch, CallOption... options) {
      return transport.execute(operations.patchComponent(twinId, name, patch, options));
    }

    @Override
    public void sendTelemetry(String name, Object payload, CallOption... options) {
      transport.execute(operations.sendComponentTelemetry(twinId, name, payload, options));
    }
  }

  record OfRelationships(Transport transport, RelationshipOperations operations, String twinId)
      implements Relationships {
    @Override
    public Relationship get(String id, CallOption... options) {
      return transport.execute(operations.get(twinId, id, options));
    }

    @Override
    public Relationship put(String id, Relationship relationship, CallOption... options) {
      return transport.execute(operations.put(twinId, id, relationship, options));
    }

    @Override
    public String patch(String id, JsonPatch patch, CallOption... options) {
      return transport.execute(operations.patch(twinId, id, patch, options));
    }

    @Override
    public void delete(String id, CallOption... options) {
      transport.execute(operations.delete(twinId, id, options));
    }

    @Override
    public Paged<Relationship> list(CallOption... options) {
      return pages(null, options);
    }

    @Override
    public Paged<Relationship> list(String name, CallOption... options) {
      return pages(Objects.requireNonNull(name, "name"), options);
    }

    private Paged<Relationship> pages(@Nullable String name, CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return PrefetchingPaged.create(
          transport, link -> operations.list(twinId, name, link, optionsCopy));
    }

    @Override
    public Paged<IncomingRelationship> incoming(CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return PrefetchingPaged.create(
          transport, link -> operations.incoming(twinId, link, optionsCopy));
    }
  }

  record OfEventRoutes(Transport transport, EventRouteOperations operations)
      implements EventRoutes {
    @Override
    public EventRoute get(String id, CallOption... options) {
      return transport.execute(operations.get(id, options));
    }

    @Override
    public void put(EventRoute route, CallOption... options) {
      transport.execute(operations.put(route, options));
    }

    @Override
    public void delete(String id, CallOption... options) {
      transport.execute(operations.delete(id, options));
    }

    @Override
    public Paged<EventRoute> list(CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return PrefetchingPaged.create(transport, link -> operations.list(link, optionsCopy));
    }
  }
}
