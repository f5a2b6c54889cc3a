package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import mockwebserver3.MockResponse;

/** The operations on {@code /eventroutes}. */
final class EventRouteOperations {
  private static final int MAX_PAGE_SIZE = 100;

  private final Store store;
  private final EventRoutes routes;

  EventRouteOperations(Store store, EventRoutes routes) {
    this.store = store;
    this.routes = routes;
  }

  MockResponse list(Call call) {
    int size = call.pageSize(store.pageSize(MAX_PAGE_SIZE), MAX_PAGE_SIZE);
    Page page = Page.of(call, routes.documents(), size, route -> true, route -> route);
    return TwinsResponses.json(200, page.valueFirst());
  }

  MockResponse get(Call call) {
    return TwinsResponses.json(200, route(call.path("id")));
  }

  MockResponse put(Call call) {
    put(call.path("id"), call.readObject());
    return TwinsResponses.noContent();
  }

  void put(String id, JsonObject body) {
    if (!Store.isId(id)) {
      throw ErrorResponseException.error(
          400, "EventRouteIdInvalid", "The event route id is invalid: " + id + ".");
    }
    String endpoint = Json.string(body, "endpointName");
    if (endpoint == null || !routes.hasEndpoint(endpoint)) {
      throw ErrorResponseException.error(
          400,
          "EventRouteEndpointInvalid",
          "The endpoint provided does not exist or is not active. Check that your endpoint is"
              + " provisioned correctly. See event route documentation"
              + " (http://aka.ms/ADTv2Routes).");
    }
    String filterText = Json.string(body, "filter");
    if (filterText == null) {
      throw EventFilterParser.invalid("A filter is required");
    }
    EventFilter filter = EventFilterParser.parse(filterText);
    if (!routes.documents().containsKey(id)) {
      store.checkLimit(Limit.EVENT_ROUTES, routes.documents().size() + 1);
    }
    routes.put(id, endpoint, filterText, filter);
  }

  MockResponse delete(Call call) {
    routes.remove(route(call.path("id")).get("id").getAsString());
    return TwinsResponses.noContent();
  }

  private JsonObject route(String id) {
    JsonObject route = routes.documents().get(id);
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
