package io.github.adtauth.twins;

import io.github.adtauth.internal.rest.Operation;
import java.util.Collection;
import java.util.List;

/** Which models to list, and how much of each. Immutable; each method returns a copy. */
public final class ModelFilter {
  /** All models, without their DTDL. */
  public static final ModelFilter ALL = new ModelFilter(List.of(), false);

  private final List<String> dependenciesFor;
  private final boolean withDefinition;

  private ModelFilter(List<String> dependenciesFor, boolean withDefinition) {
    this.dependenciesFor = dependenciesFor;
    this.withDefinition = withDefinition;
  }

  /**
   * Lists only these models and what they extend or hold as components.
   *
   * @param ids DTMIs, such as {@code dtmi:example:Room;1}
   */
  public ModelFilter dependenciesFor(String... ids) {
    return dependenciesFor(List.of(ids));
  }

  /**
   * Lists only these models and what they extend or hold as components; all, if there is none.
   *
   * @param ids DTMIs, such as {@code dtmi:example:Room;1}
   */
  public ModelFilter dependenciesFor(Collection<String> ids) {
    return new ModelFilter(List.copyOf(ids), withDefinition);
  }

  /** Brings the DTDL of each model too. */
  public ModelFilter withDefinition() {
    return new ModelFilter(dependenciesFor, true);
  }

  public Operation.Builder on(Operation.Builder draft) {
    for (String id : dependenciesFor) {
      draft.query("dependenciesFor", id);
    }
    return draft.query("includeModelDefinition", Boolean.toString(withDefinition));
  }

  @Override
  public String toString() {
    return "ModelFilter"
        + (dependenciesFor.isEmpty() ? "[all" : dependenciesFor.toString().replaceFirst("]$", ""))
        + (withDefinition ? ", with definition]" : "]");
  }
}
