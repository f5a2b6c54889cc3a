package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An event that a route delivered to an endpoint, in the format of CloudEvents 1.0.
 *
 * <pre>{@code
 * azure.twins().addEndpoint("hub");
 * azure.twins().putEventRoute("all", "hub", "true");
 * // The code under test creates the twin "room".
 * CloudEvent event = azure.twins().events("hub").get(0);
 * assertThat(event.type()).isEqualTo("Microsoft.DigitalTwins.Twin.Create");
 * assertThat(event.subject()).isEqualTo("room");
 * }</pre>
 *
 * @param id a random id, or the {@code Message-Id} of telemetry
 * @param type such as {@code Microsoft.DigitalTwins.Twin.Create} or {@code microsoft.iot.telemetry}
 * @param source the host name of the instance, and for telemetry also the path of the twin
 * @param data the twin or relationship, the model and patch of an update, or the telemetry
 * @param dataSchema the model of the twin or component that sent telemetry, otherwise null
 * @param subject the twin, such as {@code room}, the relationship, such as {@code
 *     room/relationships/r}, or the component that sent telemetry; null for telemetry of a twin
 * @param time when the change happened, or null for telemetry
 * @param traceParent the W3C trace context, which continues the trace of the request
 */
public record CloudEvent(
    String id,
    String type,
    String source,
    JsonElement data,
    @Nullable String dataSchema,
    @Nullable String subject,
    @Nullable String time,
    String traceParent) {

  /** Returns the content type of the data. */
  public String dataContentType() {
    return "application/json";
  }

  /** Returns the event as Event Grid sends it. Absent attributes are omitted. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("specversion", "1.0");
    json.addProperty("id", id);
    json.addProperty("type", type);
    json.addProperty("source", source);
    json.add("data", data.deepCopy());
    addIfPresent(json, "dataschema", dataSchema);
    addIfPresent(json, "subject", subject);
    addIfPresent(json, "time", time);
    json.addProperty("datacontenttype", dataContentType());
    json.addProperty("traceparent", traceParent);
    return json;
  }

  private static void addIfPresent(JsonObject json, String name, @Nullable String value) {
    if (value != null) {
      json.addProperty(name, value);
    }
  }
}
