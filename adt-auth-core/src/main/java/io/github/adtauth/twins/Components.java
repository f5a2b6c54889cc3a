package io.github.adtauth.twins;

/**
 * The components of one twin, each by its name. Thread-safe; throws what {@link DigitalTwinsClient}
 * says. A component is made and replaced with its twin.
 */
public interface Components {
  /**
   * Returns a component.
   *
   * @param type an application class or {@link com.google.gson.JsonObject}; {@code $etag} is the
   *     twin's
   */
  <T> T get(String name, Class<T> type, CallOption... options);

  /** Changes a component and returns the new ETag of its twin; empty if the service named none. */
  String patch(String name, JsonPatch patch, CallOption... options);

  /**
   * Sends telemetry of a component to the event routes; the instance does not keep it.
   *
   * @param payload an object whose JSON is an object
   * @throws IllegalArgumentException if it cannot be written as a JSON object
   */
  void sendTelemetry(String name, Object payload, CallOption... options);
}
