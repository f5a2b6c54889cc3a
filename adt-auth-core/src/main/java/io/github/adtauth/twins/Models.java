package io.github.adtauth.twins;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The models of an instance. Thread-safe. Throws the exceptions listed in {@link
 * DigitalTwinsClient}.
 */
public interface Models {
  /**
   * Adds all of the models or none. More than 250 models are sent in several calls, each of which
   * adds all of its models or none. See {@link #add(Collection, CallOption...)}.
   *
   * @param dtdl DTDL documents as JSON, each an object or an array of objects
   * @throws IllegalArgumentException if there is no model, or if a document is not JSON
   */
  default List<ModelData> add(String... dtdl) {
    return add(Arrays.asList(dtdl));
  }

  /**
   * Adds all of the models or none. More than 250 models are sent in several calls, each model
   * after those that it extends or contains as components. Each call then adds all of its models or
   * none. If a call fails, the models of earlier calls remain. To resume, use {@link #upload()},
   * which skips existing models. All calls are sent as the same principal.
   *
   * @param dtdl DTDL documents as JSON, each an object or an array of objects
   * @throws IllegalArgumentException if there is no model, if a document is not JSON, or if there
   *     are more than 250 models and one has no {@code @id} or two different models have the same
   *     {@code @id}
   */
  List<ModelData> add(Collection<String> dtdl, CallOption... options);

  /** Returns an upload, which adds any number of models and skips existing ones. */
  default ModelUpload upload() {
    return ModelUpload.create(this);
  }

  /** Returns a model, including its DTDL definition. */
  ModelData get(String id, CallOption... options);

  /** Returns all models. Pages are requested as they are read. */
  default Paged<ModelData> list(CallOption... options) {
    return list(ModelFilter.ALL, options);
  }

  /** Returns the models that match a filter. Pages are requested as they are read. */
  Paged<ModelData> list(ModelFilter filter, CallOption... options);

  /**
   * Decommissions a model: the service rejects new twins of it. Existing twins remain. This cannot
   * be undone.
   */
  void decommission(String id, CallOption... options);

  /**
   * Deletes a model. No other model may refer to it. Twins of the model remain, but cannot be
   * changed.
   */
  void delete(String id, CallOption... options);
}
