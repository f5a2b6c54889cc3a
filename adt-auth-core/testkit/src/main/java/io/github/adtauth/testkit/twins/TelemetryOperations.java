package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The telemetry operations. Messages are stored. As recorded, models need not declare them. */
final class TelemetryOperations {
  private static final int MAX_MESSAGE_ID_LENGTH = 128;

  private final Store store;
  private final List<Telemetry> messages = new ArrayList<>();

  TelemetryOperations(Store store) {
    this.store = store;
  }

  MockResponse publish(Call call) {
    store.twin(call.path("id"));
    return accept(call, null);
  }

  MockResponse publishFromComponent(Call call) {
    String name = call.path("componentPath");
    ComponentOperations.component(store.twin(call.path("id")), name);
    return accept(call, name);
  }

  List<Telemetry> messages() {
    return List.copyOf(messages);
  }

  private MockResponse accept(Call call, @Nullable String component) {
    String messageId = call.header("Message-Id");
    if (messageId == null || messageId.isBlank() || messageId.length() > MAX_MESSAGE_ID_LENGTH) {
      throw ErrorResponseException.error(
          400, "InvalidArgument", "The header Message-Id is required and must be a valid id.");
    }
    messages.add(
        new Telemetry(
            call.path("id"),
            component,
            messageId,
            call.header("Telemetry-Source-Time"),
            content(call)));
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
