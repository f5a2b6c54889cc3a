package io.github.adtauth.twins;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous form of {@link DigitalTwinsClient}. Thread-safe. Does not need to be closed.
 *
 * <p>A future completes exceptionally with the exception that the blocking call throws, without a
 * wrapper. A method throws at once if an argument is invalid. Canceling a future, or its {@code
 * orTimeout}, cancels the call.
 *
 * <p>Calls run on the dispatcher of the OkHttpClient, within its {@code maxRequestsPerHost}.
 * Futures complete on the threads of the dispatcher, so a dependent function that blocks delays
 * other calls: use {@code thenApplyAsync} with another executor for it. The deadline of a call
 * starts when the dispatcher executes the call.
 *
 * <p>A call that waits to be retried leaves the dispatcher, so that it does not delay the calls of
 * other principals. The retry is another {@code okhttp3.Call}: interceptors and event listeners of
 * the OkHttpClient see each attempt, and {@code Dispatcher.cancelAll} does not cancel the wait.
 * While a call waits after status 429, further calls of the same operation by the same client wait
 * too instead of being sent.
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

  /** Returns the results of a query, as {@link DigitalTwinsClient#query}. */
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
