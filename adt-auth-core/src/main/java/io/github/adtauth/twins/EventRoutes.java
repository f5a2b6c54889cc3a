package io.github.adtauth.twins;

/**
 * The event routes of an instance. Thread-safe. Throws the exceptions listed in {@link
 * DigitalTwinsClient}.
 */
public interface EventRoutes {
  /** Returns an event route. */
  EventRoute get(String id, CallOption... options);

  /** Creates or replaces an event route; its endpoint must exist. */
  void put(EventRoute route, CallOption... options);

  /** Deletes an event route. */
  void delete(String id, CallOption... options);

  /** Returns all event routes. Pages are requested as they are read. */
  Paged<EventRoute> list(CallOption... options);
}
