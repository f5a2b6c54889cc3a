package io.github.adtauth.twins;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The models of an instance. Thread-safe; throws what {@link DigitalTwinsClient} says. */
public interface Models {
  /**
   * Adds models, all or none; more than 250 as {@link #add(Collection, CallOption...)} says.
   *
   * @param dtdl DTDL documents as JSON, each an object or an array of objects
   * @throws IllegalArgumentException if there is none, or one is not JSON
   */
  default List<ModelData> add(String... dtdl) {
    return add(Arrays.asList(dtdl));
  }

  /**
   * Adds models, all or none. More than 250 are sent in several calls, those that others extend or
   * hold as components first; each call then adds all of its models or none, and if one fails, the
   * models of earlier calls remain. {@link #upload()} skips those.
   *
   * @param dtdl DTDL documents as JSON, each an object or an array of objects
   * @throws IllegalArgumentException if there is none, or one is not JSON; of more than 250, if one
   *     has no {@code @id}, or two different ones have the same
   */
  List<ModelData> add(Collection<String> dtdl, CallOption... options);

  /** Returns an upload of any number of models, which skips those that exist. */
  default ModelUpload upload() {
    return ModelUpload.create(this);
  }

  /** Returns a model with its DTDL. */
  ModelData get(String id, CallOption... options);

  /** Returns all models, page by page as they are read. */
  default Paged<ModelData> list(CallOption... options) {
    return list(ModelFilter.ALL, options);
  }

  /** Returns some of the models, page by page as they are read. */
  Paged<ModelData> list(ModelFilter filter, CallOption... options);

  /** Has new twins of a model rejected; those that there are stay. Cannot be taken back. */
  void decommission(String id, CallOption... options);

  /** Deletes a model that no other model refers to. Twins of it stay, but cannot be changed. */
  void delete(String id, CallOption... options);
}
