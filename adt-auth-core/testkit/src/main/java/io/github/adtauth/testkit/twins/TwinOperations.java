package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The operations on {@code /digitaltwins/{id}}. */
final class TwinOperations {
  private final Store store;
  private final Notifications notifications;
  private final TwinWriter writer;

  TwinOperations(Store store, Notifications notifications) {
    this.store = store;
    this.notifications = notifications;
    this.writer = new TwinWriter(store);
  }

  MockResponse get(Call call) {
    return TwinsResponses.entity(store.twin(call.path("id")));
  }

  MockResponse put(Call call) {
    return TwinsResponses.entity(
        put(call.path("id"), call.readObject(), call.header("If-None-Match")));
  }

  JsonObject put(String id, JsonObject body, @Nullable String ifNoneMatch) {
    Store.checkId(id);
    if ("*".equals(ifNoneMatch) && store.twins.containsKey(id)) {
      throw ErrorResponseException.error(
          412,
          "PreconditionFailed",
          "If-None-Match: * header was specified but a twin with the id "
              + id
              + " was found. Please specify a different twin id.");
    }
    Model model = store.models.get(Store.modelOf(body));
    if (model != null && model.decommissioned()) {
      throw ErrorResponseException.error(
          400, "ModelDecommissioned", "The model " + model.id() + " is decommissioned.");
    }
    JsonObject previous = store.twins.get(id);
    JsonObject written = writer.write(id, body, path -> true);
    notifications.twinWritten(previous, written);
    return written;
  }

  MockResponse patch(Call call) {
    String id = call.path("id");
    JsonObject current = store.twin(id);
    Store.checkIfMatch(call.header("If-Match"), current);
    JsonObject twin = current.deepCopy();
    JsonArray patch = call.readArray();
    List<List<String>> changed = JsonPatch.apply(twin, patch);
    JsonObject written = writer.write(id, twin, path -> touches(changed, path));
    notifications.twinPatched(written, JsonPatch.forEvent(patch, ""));
    return TwinsResponses.noContent(Store.etag(written));
  }

  /** Returns whether a change is at, below or above the path. */
  static boolean touches(List<List<String>> changed, List<String> path) {
    return changed.stream()
        .anyMatch(
            change -> {
              int common = Math.min(change.size(), path.size());
              return change.subList(0, common).equals(path.subList(0, common));
            });
  }

  MockResponse delete(Call call) {
    String id = call.path("id");
    JsonObject twin = store.twin(id);
    Store.checkIfMatch(call.header("If-Match"), twin);
    if (!store.relationships.from(id).isEmpty() || !store.relationships.to(id).isEmpty()) {
      throw ErrorResponseException.error(
          400,
          "RelationshipsNotDeleted",
          "Twin "
              + id
              + " has active relationships. Cannot delete a twin unless all the relationships are"
              + " deleted. Please ensure that the active relationships on the twin are deleted."
              + " See section on retrieving relationships https://aka.ms/adtv2twins.");
    }
    store.twins.remove(id);
    notifications.twinDeleted(twin);
    return TwinsResponses.noContent();
  }
}
