package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;

import com.google.gson.JsonObject;
import io.github.adtauth.internal.rest.ApiOperation;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.EventRoute;
import io.github.adtauth.twins.Page;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operations on event routes. Thread-safe. */
record EventRouteOperations(TwinJson json) {
  Operation<EventRoute> get(String id, CallOption... options) {
    return route(ApiOperation.EVENT_ROUTES_GET_BY_ID, "get", id)
        .apply(options)
        .returning(json.object("id", EventRoute.class));
  }

  Operation<@Nullable Void> put(EventRoute route, CallOption... options) {
    JsonObject body =
        Json.object("endpointName", Objects.requireNonNull(route, "route").endpointName());
    body.addProperty("filter", route.filter());
    return route(ApiOperation.EVENT_ROUTES_ADD, "put", route.id())
        .body(Operation.JSON, json.text(body))
        .apply(options)
        .returningNothing();
  }

  Operation<@Nullable Void> delete(String id, CallOption... options) {
    return route(ApiOperation.EVENT_ROUTES_DELETE, "delete", id).apply(options).returningNothing();
  }

  Operation<Page<EventRoute>> list(@Nullable String link, CallOption... options) {
    return Operation.builder(ApiOperation.EVENT_ROUTES_LIST, "list event routes")
        .supports(PAGE_SIZE)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", EventRoute.class));
  }

  private static Operation.Builder route(ApiOperation api, String verb, String id) {
    return Operation.builder(api, verb + " event route " + quoted(id)).id("id", id);
  }
}
