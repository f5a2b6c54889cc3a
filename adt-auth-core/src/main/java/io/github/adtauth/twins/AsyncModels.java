package io.github.adtauth.twins;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The asynchronous form of {@link Models}; see {@link AsyncDigitalTwinsClient}. Thread-safe. */
public interface AsyncModels {
  /** Adds models, as {@link Models#add(String...)}. */
  default CompletableFuture<List<ModelData>> add(String... dtdl) {
    return add(Arrays.asList(dtdl));
  }

  /** Adds models, as {@link Models#add(Collection, CallOption...)}. */
  CompletableFuture<List<ModelData>> add(Collection<String> dtdl, CallOption... options);

  /** Returns a model with its DTDL. */
  CompletableFuture<ModelData> get(String id, CallOption... options);

  /** Returns all models. */
  default AsyncPaged<ModelData> list(CallOption... options) {
    return list(ModelFilter.ALL, options);
  }

  /** Returns the models that match a filter. */
  AsyncPaged<ModelData> list(ModelFilter filter, CallOption... options);

  /** Decommissions a model, as {@link Models#decommission}. */
  CompletableFuture<@Nullable Void> decommission(String id, CallOption... options);

  /** Deletes a model, as {@link Models#delete}. */
  CompletableFuture<@Nullable Void> delete(String id, CallOption... options);
}
