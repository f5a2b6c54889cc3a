package io.github.adtauth.twins;

import io.github.adtauth.twins.bulk.Bulk;

/**
 * The Digital Twins of one instance, as one identity. Cheap to make, thread-safe, nothing to close;
 * the {@link DigitalTwins} that made it is what is shared and closed. An interface so that tests
 * can fake it; new operations arrive as default methods.
 *
 * <p>Every call ends within its deadline and throws {@link NotFoundException}, {@link
 * PreconditionFailedException}, {@link AccessDeniedException}, {@link DigitalTwinsException} for
 * what the service rejects; {@link io.github.adtauth.UnavailableException} when it is worth trying
 * later; {@link io.github.adtauth.RegistrationException} when the token does not fit the instance;
 * {@link io.github.adtauth.UnexpectedResponseException} for what is not a response of the service;
 * {@link io.github.adtauth.CallCanceledException} when the thread is interrupted; and what the way
 * to sign in throws. An application class that cannot be read or written, or that does not match a
 * response, causes an {@link IllegalArgumentException} that names the field and the reason; if the
 * response does not match, the service has carried out the call. Ids are taken as they are, any
 * character included; one that is empty, {@code .} or {@code ..} is an {@link
 * IllegalArgumentException}.
 */
public interface DigitalTwinsClient {
  /**
   * Returns a twin.
   *
   * @param type an application class, {@link DigitalTwin} or {@link com.google.gson.JsonObject}; a
   *     field for the id or the ETag is {@code @SerializedName("$dtId")} or
   *     {@code @SerializedName("$etag")}
   */
  <T> T getTwin(String id, Class<T> type, CallOption... options);

  /**
   * Creates or replaces a twin and returns what is stored.
   *
   * @param twin object of a class with {@link TwinModel}, or of any whose JSON has {@code
   *     $metadata.$model}, such as {@link DigitalTwin}
   * @throws IllegalArgumentException if it cannot be written as a JSON object
   */
  <T> T putTwin(String id, T twin, CallOption... options);

  /** Changes a twin and returns its new ETag; empty if the service named none. */
  String patchTwin(String id, JsonPatch patch, CallOption... options);

  /** Deletes a twin, which must have no relationships. */
  void deleteTwin(String id, CallOption... options);

  /**
   * Returns what a query finds, page by page as it is read.
   *
   * @param type class of an item: as for {@link #getTwin}, or of whatever the query projects
   */
  <T> Paged<T> query(TwinQuery query, Class<T> type, CallOption... options);

  /**
   * Sends telemetry of a twin to the event routes; the instance does not keep it.
   *
   * @param payload an object whose JSON is an object
   * @throws IllegalArgumentException if it cannot be written as a JSON object
   */
  void sendTelemetry(String twinId, Object payload, CallOption... options);

  /** Returns the components of a twin. */
  Components components(String twinId);

  /** Returns the models of the instance. */
  Models models();

  /** Returns the relationships of a twin. */
  Relationships relationships(String twinId);

  /** Returns the event routes of the instance. */
  EventRoutes eventRoutes();

  /** Returns the jobs of the instance: imports, and deletions of everything. */
  Jobs jobs();

  /** Begins to change many twins and relationships at once. */
  default Bulk bulk() {
    return Bulk.create(async());
  }

  /** Returns the same operations as futures. */
  AsyncDigitalTwinsClient async();
}
