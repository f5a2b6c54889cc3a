package io.github.adtauth.twins;

import java.util.Collection;
import java.util.List;

/** The models of an instance. Thread-safe; throws what {@link DigitalTwinsClient} says. */
public interface Models {
  /**
   * Adds models, all or none.
   *
   * @param dtdl DTDL documents as JSON, each an object or an array of objects
   * @throws IllegalArgumentException if there is none, or one is not JSON
   */
  default List<ModelData> add(String... dtdl) {
    return add(List.of(dtdl));
  }

  /**
   * Adds models, all or none.
   *
   * @param dtdl DTDL documents as JSON, each an object or an array of objects
   * @throws IllegalArgumentException if there is none, or one is not JSON
   */
  List<ModelData> add(Collection<String> dtdl, CallOption... options);

  /** Returns a model with its DTDL. */
  ModelData get(String id, CallOption... options);
}
