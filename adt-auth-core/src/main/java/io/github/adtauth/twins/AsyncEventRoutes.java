package io.github.adtauth.twins;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous form of {@link EventRoutes}; see {@link AsyncDigitalTwinsClient}. Thread-safe.
 */
public interface AsyncEventRoutes {
  /** Returns an event route. */
  CompletableFuture<EventRoute> get(String id, CallOption... options);

  /** Creates or replaces an event route; its endpoint must exist. */
  CompletableFuture<@Nullable Void> put(EventRoute route, CallOption... options);

  /** Deletes an event route. */
  CompletableFuture<@Nullable Void> delete(String id, CallOption... options);

  /** Returns all event routes. */
  AsyncPaged<EventRoute> list(CallOption... options);
}
