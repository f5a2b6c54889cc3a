package io.github.adtauth.twins;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link Components} as futures; see {@link AsyncDigitalTwinsClient}. Thread-safe. */
public interface AsyncComponents {
  /** Returns a component, as {@link Components#get}. */
  <T> CompletableFuture<T> get(String name, Class<T> type, CallOption... options);

  /** Changes a component, as {@link Components#patch}. */
  CompletableFuture<String> patch(String name, JsonPatch patch, CallOption... options);

  /** Sends telemetry of a component, as {@link Components#sendTelemetry}. */
  CompletableFuture<@Nullable Void> sendTelemetry(
      String name, Object payload, CallOption... options);
}
