package io.github.adtauth.twins;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@link DigitalTwinsClient} as futures. A future completes with the exceptions that the blocking
 * call throws, directly; wrong arguments are thrown at once. Canceling a future, or its {@code
 * orTimeout}, cancels the call.
 *
 * <p>Calls run on the dispatcher of the OkHttpClient, within its {@code maxRequestsPerHost}, and
 * futures complete on its threads: a dependent function that blocks keeps a call from running, so
 * use {@code thenApplyAsync} with your own executor for it. A deadline begins when the dispatcher
 * begins the call. Thread-safe, nothing to close.
 */
public interface AsyncDigitalTwinsClient {
  /** Returns a twin, as {@link DigitalTwinsClient#getTwin}. */
  <T> CompletableFuture<T> getTwin(String id, Class<T> type, CallOption... options);

  /** Creates or replaces a twin, as {@link DigitalTwinsClient#putTwin}. */
  <T> CompletableFuture<T> putTwin(String id, T twin, CallOption... options);

  /** Changes a twin and returns its new ETag, as {@link DigitalTwinsClient#patchTwin}. */
  CompletableFuture<String> patchTwin(String id, JsonPatch patch, CallOption... options);

  /** Deletes a twin, as {@link DigitalTwinsClient#deleteTwin}. */
  CompletableFuture<@Nullable Void> deleteTwin(String id, CallOption... options);

  /** Returns what a query finds, as {@link DigitalTwinsClient#query}. */
  <T> AsyncPaged<T> query(TwinQuery query, Class<T> type, CallOption... options);

  /** Sends telemetry of a twin, as {@link DigitalTwinsClient#sendTelemetry}. */
  CompletableFuture<@Nullable Void> sendTelemetry(
      String twinId, Object payload, CallOption... options);

  /** Returns the components of a twin. */
  AsyncComponents components(String twinId);

  /** Returns the models of the instance. */
  AsyncModels models();

  /** Returns the relationships of a twin. */
  AsyncRelationships relationships(String twinId);

  /** Returns the event routes of the instance. */
  AsyncEventRoutes eventRoutes();

  /** Returns the jobs of the instance. */
  AsyncJobs jobs();
}
