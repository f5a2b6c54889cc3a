package io.github.adtauth.twins;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@link Models} as futures; see {@link AsyncDigitalTwinsClient}. Thread-safe. */
public interface AsyncModels {
  /** Adds models, as {@link Models#add(String...)}. */
  default CompletableFuture<List<ModelData>> add(String... dtdl) {
    return add(List.of(dtdl));
  }

  /** Adds models, as {@link Models#add(Collection, CallOption...)}. */
  CompletableFuture<List<ModelData>> add(Collection<String> dtdl, CallOption... options);

  /** Returns a model with its DTDL. */
  CompletableFuture<ModelData> get(String id, CallOption... options);
}
