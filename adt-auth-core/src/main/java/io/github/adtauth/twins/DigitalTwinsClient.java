package io.github.adtauth.twins;

import io.github.adtauth.twins.bulk.Bulk;

/**
 * A client of one Digital Twins instance that acts as one principal. Created by {@link
 * DigitalTwins#client}. Cheap to create and thread-safe. Does not need to be closed.
 *
 * <p>Every call ends within its deadline. A call throws:
 *
 * <ul>
 *   <li>{@link NotFoundException}, {@link PreconditionFailedException}, {@link
 *       AccessDeniedException} or {@link DigitalTwinsException} if the service rejects the request
 *   <li>{@link io.github.adtauth.UnavailableException} if the service is unavailable and a later
 *       call may succeed
 *   <li>{@link io.github.adtauth.RegistrationException} if the instance rejects the token
 *   <li>{@link io.github.adtauth.UnexpectedResponseException} if the response is not one of Digital
 *       Twins
 *   <li>{@link io.github.adtauth.CallCanceledException} if the thread is interrupted
 *   <li>exceptions thrown by the token provider
 *   <li>{@link IllegalArgumentException} if an application class cannot be read or written, or does
 *       not match a response. The message names the field and the reason. If the response does not
 *       match, the service has carried out the call.
 * </ul>
 *
 * <p>An id may contain any character. A call throws {@link IllegalArgumentException} if an id is
 * empty, {@code .} or {@code ..}.
 *
 * <p>This is an interface so that tests can fake it. New operations are added as default methods.
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
   * Creates or replaces a twin and returns the stored twin.
   *
   * @param twin object of a class with {@link TwinModel}, or of a class whose JSON has {@code
   *     $metadata.$model}, such as {@link DigitalTwin}
   * @throws IllegalArgumentException if the twin cannot be written as a JSON object
   */
  <T> T putTwin(String id, T twin, CallOption... options);

  /** Changes a twin and returns its new ETag; empty if the service sent none. */
  String patchTwin(String id, JsonPatch patch, CallOption... options);

  /** Deletes a twin. It must not have relationships. */
  void deleteTwin(String id, CallOption... options);

  /**
   * Returns the results of a query. Pages are requested as they are read.
   *
   * @param type class of an item: as for {@link #getTwin}, or a class for the projection
   */
  <T> Paged<T> query(TwinQuery query, Class<T> type, CallOption... options);

  /**
   * Sends telemetry of a twin to the event routes. The instance does not store telemetry.
   *
   * @param payload a value that is written as a JSON object
   * @throws IllegalArgumentException if the payload cannot be written as a JSON object
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

  /** Returns the jobs of the instance: import jobs and delete jobs. */
  Jobs jobs();

  /** Returns a bulk operation, which changes many twins and relationships. */
  default Bulk bulk() {
    return Bulk.create(async());
  }

  /** Returns the asynchronous form of this client. */
  AsyncDigitalTwinsClient async();
}
