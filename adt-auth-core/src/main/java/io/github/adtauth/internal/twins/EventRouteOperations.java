package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;

import com.google.gson.JsonObject;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.EventRoute;
import io.github.adtauth.twins.Page;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Event routes. Thread-safe. */
record EventRouteOperations(TwinJson json) {
  Operation<EventRoute> get(String id, CallOption... options) {
    return route("GET", "get", id).apply(options).returning(json.one("id", EventRoute.class));
  }

  Operation<@Nullable Void> put(EventRoute route, CallOption... options) {
    JsonObject body =
        Json.object("endpointName", Objects.requireNonNull(route, "route").endpointName());
    body.addProperty("filter", route.filter());
    return route("PUT", "put", route.id())
        .body(Operation.JSON, json.text(body))
        .apply(options)
        .returningNothing();
  }

  Operation<@Nullable Void> delete(String id, CallOption... options) {
    return route("DELETE", "delete", id).apply(options).returningNothing();
  }

  Operation<Page<EventRoute>> list(@Nullable String link, CallOption... options) {
    return Operation.of("GET", "list event routes")
        .path("eventroutes")
        .supports(PAGE_SIZE)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", EventRoute.class));
  }

  private static Operation.Builder route(String method, String verb, String id) {
    return Operation.of(method, verb + " event route " + quoted(id))
        .path("eventroutes")
        .id("id", id);
  }
}
