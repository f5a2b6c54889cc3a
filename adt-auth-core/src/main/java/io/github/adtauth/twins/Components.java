package io.github.adtauth.twins;

/**
 * The components of one twin. Each method takes the name of a component. Thread-safe. Throws the
 * exceptions listed in {@link DigitalTwinsClient}.
 *
 * <p>To create or replace a component, put its twin.
 */
public interface Components {
  /**
   * Returns a component.
   *
   * @param type an application class or {@link com.google.gson.JsonObject}; {@code $etag} is the
   *     ETag of the twin
   */
  <T> T get(String name, Class<T> type, CallOption... options);

  /** Changes a component and returns the new ETag of its twin; empty if the service sent none. */
  String patch(String name, JsonPatch patch, CallOption... options);

  /**
   * Sends telemetry of a component to the event routes. The instance does not store telemetry.
   *
   * @param payload a value that is written as a JSON object
   * @throws IllegalArgumentException if the payload cannot be written as a JSON object
   */
  void sendTelemetry(String name, Object payload, CallOption... options);
}
