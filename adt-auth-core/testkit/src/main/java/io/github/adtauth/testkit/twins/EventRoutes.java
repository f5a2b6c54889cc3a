package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The event routes of an instance, and the events that they delivered to its endpoints. */
final class EventRoutes {
  private static final int MAX_EVENTS_PER_ENDPOINT = 10_000;

  /** Where a route delivers to, and which events. */
  private record EventRoute(String endpoint, EventFilter filter) {}

  private final Map<String, Deque<CloudEvent>> endpoints = new HashMap<>();
  private final Map<String, EventRoute> routes = new HashMap<>();
  private final NavigableMap<String, JsonObject> documents = new TreeMap<>();

  void addEndpoint(String name) {
    endpoints.putIfAbsent(name, new ArrayDeque<>());
  }

  boolean hasEndpoint(String name) {
    return endpoints.containsKey(name);
  }

  /** Returns the routes as the REST API represents them, by id. */
  NavigableMap<String, JsonObject> documents() {
    return documents;
  }

  void put(String id, String endpoint, String filterText, EventFilter filter) {
    JsonObject document = new JsonObject();
    document.addProperty("id", id);
    document.addProperty("endpointName", endpoint);
    document.addProperty("filter", filterText);
    documents.put(id, document);
    routes.put(id, new EventRoute(endpoint, filter));
  }

  void remove(String id) {
    documents.remove(id);
    routes.remove(id);
  }

  boolean isEmpty() {
    return routes.isEmpty();
  }

  /** Delivers an event once per route whose filter it matches. The oldest events are dropped. */
  void deliver(CloudEvent event) {
    for (EventRoute route : routes.values()) {
      Deque<CloudEvent> events = endpoints.get(route.endpoint());
      if (events != null && route.filter().test(event)) {
        if (events.size() == MAX_EVENTS_PER_ENDPOINT) {
          events.removeFirst();
        }
        events.addLast(event);
      }
    }
  }

  /** Returns the events of an endpoint, or null if it does not exist. */
  @Nullable List<CloudEvent> events(String endpoint) {
    Deque<CloudEvent> events = endpoints.get(endpoint);
    return events == null ? null : List.copyOf(events);
  }

  void clearEvents() {
    endpoints.values().forEach(Deque::clear);
  }
}
