package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry operations. The newest messages are stored. As recorded, models need not declare
 * them.
 */
final class TelemetryOperations {
  private static final int MAX_MESSAGE_ID_LENGTH = 128;
  private static final int MAX_MESSAGES = 10_000;

  private final Store store;
  private final Notifications notifications;
  private final Deque<Telemetry> messages = new ArrayDeque<>();

  TelemetryOperations(Store store, Notifications notifications) {
    this.store = store;
    this.notifications = notifications;
  }

  MockResponse publish(Call call) {
    return accept(call, null, Store.modelOf(store.twin(call.path("id"))));
  }

  MockResponse publishFromComponent(Call call) {
    String name = call.path("componentPath");
    JsonObject twin = store.twin(call.path("id"));
    ComponentOperations.component(twin, name);
    Store.ModelContents contents = store.contentsOf(Store.modelOf(twin));
    String model = contents == null ? null : contents.components().get(name);
    return accept(call, name, model == null ? Store.modelOf(twin) : model);
  }

  List<Telemetry> messages() {
    return List.copyOf(messages);
  }

  private MockResponse accept(Call call, @Nullable String component, String modelId) {
    String messageId = call.header("Message-Id");
    if (messageId == null || messageId.isBlank() || messageId.length() > MAX_MESSAGE_ID_LENGTH) {
      throw ErrorResponseException.error(
          400, "InvalidArgument", "The header Message-Id is required and must be a valid id.");
    }
    Telemetry telemetry =
        new Telemetry(
            call.path("id"),
            component,
            messageId,
            call.header("Telemetry-Source-Time"),
            content(call));
    if (messages.size() == MAX_MESSAGES) {
      messages.removeFirst();
    }
    messages.addLast(telemetry);
    notifications.telemetryReceived(telemetry, modelId);
    return TwinsResponses.noContent();
  }

  /** Returns the body. As recorded, it may also be JSON text within a JSON string. */
  private static JsonElement content(Call call) {
    JsonElement content = Json.read(Call.body(call.request()));
    if (content.isJsonObject() || Json.isString(content)) {
      return content;
    }
    throw ErrorResponseException.error(
        400, "ValidationFailed", "The telemetry must be a JSON object.");
  }
}
