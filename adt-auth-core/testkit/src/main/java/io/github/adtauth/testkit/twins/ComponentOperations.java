package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;

/** The operations on a component of a twin. A component shares the etag of its twin. */
final class ComponentOperations {
  private final Store store;
  private final Notifications notifications;
  private final TwinWriter writer;

  ComponentOperations(Store store, Notifications notifications) {
    this.store = store;
    this.notifications = notifications;
    this.writer = new TwinWriter(store);
  }

  MockResponse get(Call call) {
    JsonObject twin = store.twin(call.path("id"));
    JsonObject component = component(twin, call.path("componentPath"));
    return TwinsResponses.json(200, component)
        .newBuilder()
        .setHeader("ETag", Store.etag(twin))
        .build();
  }

  MockResponse patch(Call call) {
    String id = call.path("id");
    String name = call.path("componentPath");
    JsonObject twin = store.twin(id).deepCopy();
    JsonObject component = component(twin, name);
    Store.checkIfMatch(call.header("If-Match"), twin);
    JsonArray patch = call.readArray();
    List<List<String>> changed =
        JsonPatch.apply(component, patch).stream()
            .map(path -> Stream.concat(Stream.of(name), path.stream()).toList())
            .toList();
    JsonObject written = writer.write(id, twin, path -> TwinOperations.touches(changed, path));
    notifications.twinPatched(written, JsonPatch.forEvent(patch, "/" + name));
    return TwinsResponses.noContent(Store.etag(written));
  }

  static JsonObject component(JsonObject twin, String name) {
    Store.checkId(name);
    if (twin.get(name) instanceof JsonObject component && component.has("$metadata")) {
      return component;
    }
    throw ErrorResponseException.error(
        404,
        "ComponentNotFound",
        Json.string(twin, "$dtId")
            + " does not have component "
            + name
            + " Please verify that the component path is correct. You can get components by getting"
            + " the twin, See example http://aka.ms/TwinGetSwSmpl.");
  }
}
