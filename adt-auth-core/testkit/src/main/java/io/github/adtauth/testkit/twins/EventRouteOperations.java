package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import mockwebserver3.MockResponse;

/** The operations on {@code /eventroutes}. Events are never routed. */
final class EventRouteOperations {
  private static final int MAX_PAGE_SIZE = 100;

  final Set<String> endpoints = new HashSet<>();
  private final Store store;
  private final NavigableMap<String, JsonObject> routes = new TreeMap<>();

  EventRouteOperations(Store store) {
    this.store = store;
  }

  MockResponse list(Call call) {
    int size = call.pageSize(store.pageSize(MAX_PAGE_SIZE), MAX_PAGE_SIZE);
    Page page = Page.of(call, routes, size, route -> true, route -> route);
    return TwinsResponses.json(200, page.valueFirst());
  }

  MockResponse get(Call call) {
    return TwinsResponses.json(200, route(call.path("id")));
  }

  MockResponse put(Call call) {
    String id = call.path("id");
    if (!Store.isId(id)) {
      throw ErrorResponseException.error(
          400, "EventRouteIdInvalid", "The event route id is invalid: " + id + ".");
    }
    JsonObject body = call.readObject();
    String endpoint = Json.string(body, "endpointName");
    if (endpoint == null || !endpoints.contains(endpoint)) {
      throw ErrorResponseException.error(
          400,
          "EventRouteEndpointInvalid",
          "The endpoint provided does not exist or is not active. Check that your endpoint is"
              + " provisioned correctly. See event route documentation"
              + " (http://aka.ms/ADTv2Routes).");
    }
    String filter = Json.string(body, "filter");
    if (filter == null) {
      throw EventFilter.invalid("A filter is required");
    }
    EventFilter.check(filter);
    if (!routes.containsKey(id)) {
      store.checkLimit(Limit.EVENT_ROUTES, routes.size() + 1);
    }
    JsonObject route = new JsonObject();
    route.addProperty("id", id);
    route.addProperty("endpointName", endpoint);
    route.addProperty("filter", filter);
    routes.put(id, route);
    return TwinsResponses.noContent();
  }

  MockResponse delete(Call call) {
    routes.remove(route(call.path("id")).get("id").getAsString());
    return TwinsResponses.noContent();
  }

  private JsonObject route(String id) {
    JsonObject route = routes.get(id);
    if (route == null) {
      throw ErrorResponseException.error(
          404,
          "EventRouteNotFound",
          "There is no route available that matches the provided input. Check for all valid event"
              + " routes by calling EventRoute_List. See Swagger example"
              + " (https://aka.ms/RouteSwSmpl).");
    }
    return route;
  }
}
