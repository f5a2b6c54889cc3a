package io.github.adtauth.twins;

import io.github.adtauth.internal.text.ValueText;
import java.util.Collection;
import java.util.List;

/** Selects the models to list and how much of each is returned. Immutable and thread-safe. */
public final class ModelFilter {
  /** All models, without their DTDL. */
  public static final ModelFilter ALL = new ModelFilter(List.of(), false);

  private final List<String> modelIds;
  private final boolean definitionIncluded;

  private ModelFilter(List<String> modelIds, boolean definitionIncluded) {
    this.modelIds = modelIds;
    this.definitionIncluded = definitionIncluded;
  }

  /**
   * Returns a copy that selects only these models and their dependencies: the models that they
   * extend or contain as components.
   *
   * @param ids DTMIs, such as {@code dtmi:example:Room;1}
   */
  public ModelFilter dependenciesFor(String... ids) {
    return dependenciesFor(List.of(ids));
  }

  /**
   * Returns a copy that selects only these models and their dependencies: the models that they
   * extend or contain as components. An empty collection selects all models.
   *
   * @param ids DTMIs, such as {@code dtmi:example:Room;1}
   */
  public ModelFilter dependenciesFor(Collection<String> ids) {
    return new ModelFilter(List.copyOf(ids), definitionIncluded);
  }

  /** Returns a copy that includes the DTDL of each model. */
  public ModelFilter withDefinition() {
    return new ModelFilter(modelIds, true);
  }

  /** Returns the ids of the selected models, or an empty list for all models. */
  public List<String> modelIds() {
    return modelIds;
  }

  /** Returns whether the DTDL of each model is included. */
  public boolean isDefinitionIncluded() {
    return definitionIncluded;
  }

  @Override
  public String toString() {
    ValueText text = new ValueText("ModelFilter");
    text.add(modelIds.isEmpty() ? "all" : String.join(", ", modelIds));
    return (definitionIncluded ? text.add("with definition") : text).toString();
  }
}
