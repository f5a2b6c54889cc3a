package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates the events of changes and telemetry, and delivers them along the event routes. As
 * documented, changes of models, routes and jobs have no events.
 */
final class Notifications {
  private static final String TWIN = "Microsoft.DigitalTwins.Twin.";
  private static final String RELATIONSHIP = "Microsoft.DigitalTwins.Relationship.";

  private final Store store;
  private final EventRoutes routes;
  private String traceId = newTraceId();

  Notifications(Store store, EventRoutes routes) {
    this.store = store;
    this.routes = routes;
  }

  /** Starts a request, whose trace its events continue. */
  void startRequest(@Nullable String traceparent) {
    String received = TwinsResponses.traceId(traceparent);
    traceId = received == null ? newTraceId() : received;
  }

  void twinWritten(@Nullable JsonObject previous, JsonObject twin) {
    if (previous == null) {
      deliver(TWIN + "Create", id(twin), twin);
    } else {
      twinPatched(twin, JsonPatch.difference(previous, twin));
    }
  }

  /** Reports an update, unless it is empty. */
  void twinPatched(JsonObject twin, JsonArray patch) {
    deliverUpdate(TWIN, id(twin), Store.modelOf(twin), patch);
  }

  void twinDeleted(JsonObject twin) {
    deliver(TWIN + "Delete", id(twin), twin);
  }

  void relationshipWritten(@Nullable JsonObject previous, JsonObject relationship) {
    if (previous == null) {
      deliver(RELATIONSHIP + "Create", subject(relationship), relationship);
    } else {
      relationshipPatched(relationship, JsonPatch.difference(previous, relationship));
    }
  }

  /** Reports an update, unless it is empty. */
  void relationshipPatched(JsonObject relationship, JsonArray patch) {
    JsonObject source = store.twins.get(relationship.get("$sourceId").getAsString());
    String model = source == null ? "" : Store.modelOf(source);
    deliverUpdate(RELATIONSHIP, subject(relationship), model, patch);
  }

  void relationshipDeleted(JsonObject relationship) {
    deliver(RELATIONSHIP + "Delete", subject(relationship), relationship);
  }

  void telemetryReceived(Telemetry telemetry, String modelId) {
    if (!routes.isEmpty()) {
      routes.deliver(
          new CloudEvent(
              telemetry.messageId(),
              "microsoft.iot.telemetry",
              store.host + "/digitaltwins/" + telemetry.twinId(),
              telemetry.content(),
              modelId,
              telemetry.component(),
              null,
              newTraceParent()));
    }
  }

  private void deliverUpdate(String typePrefix, String subject, String model, JsonArray patch) {
    if (!patch.isEmpty()) {
      JsonObject data = new JsonObject();
      data.addProperty("modelId", model);
      data.add("patch", patch);
      deliver(typePrefix + "Update", subject, data);
    }
  }

  private void deliver(String type, String subject, JsonElement data) {
    if (!routes.isEmpty()) {
      routes.deliver(
          new CloudEvent(
              UUID.randomUUID().toString(),
              type,
              store.host,
              data.deepCopy(),
              null,
              subject,
              store.now() + "Z",
              newTraceParent()));
    }
  }

  private String newTraceParent() {
    return "00-" + traceId + "-" + newTraceId().substring(16) + "-01";
  }

  private static String newTraceId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static String id(JsonObject twin) {
    return twin.get("$dtId").getAsString();
  }

  private static String subject(JsonObject relationship) {
    return relationship.get("$sourceId").getAsString()
        + "/relationships/"
        + relationship.get("$relationshipId").getAsString();
  }
}
