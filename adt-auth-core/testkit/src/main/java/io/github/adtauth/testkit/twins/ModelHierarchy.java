package io.github.adtauth.testkit.twins;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks new models together with the models that they extend or contain as components. */
final class ModelHierarchy {
  private static final int MAX_DEPTH = 10;

  /**
   * A model with all that it inherits.
   *
   * @param definers the ids of the models that define its contents, by name
   * @param ancestors the ids of the models that it extends, directly or not
   * @param depth the length of the longest path to an ancestor
   */
  private record Inherited(Map<String, String> definers, Set<String> ancestors, int depth) {}

  private final Map<String, Model> existing;
  private final Map<String, Model> added;
  private final Map<String, Inherited> inherited = new HashMap<>();

  private ModelHierarchy(Map<String, Model> existing, Map<String, Model> added) {
    this.existing = existing;
    this.added = added;
  }

  static void check(Map<String, Model> existing, Map<String, Model> added) {
    ModelHierarchy hierarchy = new ModelHierarchy(existing, added);
    hierarchy.checkDependencies();
    added.values().forEach(hierarchy::checkModel);
  }

  private void checkDependencies() {
    Set<String> missing = new TreeSet<>();
    added.values().forEach(model -> missing.addAll(model.dependencies()));
    missing.removeIf(id -> added.containsKey(id) || existing.containsKey(id));
    if (!missing.isEmpty()) {
      throw DtdlReader.error(
          "No DTDL element was found for the identifiers " + String.join(", ", missing));
    }
  }

  private void checkModel(Model model) {
    Inherited all = inheritedBy(model.id(), 0);
    if (all.ancestors().size() > model.version().maxBases && model.version() == DtdlVersion.V3) {
      throw DtdlReader.error("extends of " + model.id() + " leads to too many interfaces");
    }
    if (all.definers().size() > model.version().maxContents) {
      throw DtdlReader.error(
          "The property 'contents' of "
              + model.id()
              + " must not have more than "
              + model.version().maxContents
              + " values, including inherited ones");
    }
    for (String name : model.annotated()) {
      if (!all.definers().containsKey(name)) {
        throw DtdlReader.error(
            "The property 'annotates' in " + model.id() + " must name an element, not " + name);
      }
    }
    model.components().forEach((name, component) -> checkComponent(model, name, component));
  }

  private void checkComponent(Model model, String name, String component) {
    Set<String> parts = new HashSet<>(inheritedBy(component, 0).ancestors());
    parts.add(component);
    if (parts.contains(model.id())
        || parts.stream().anyMatch(part -> !model(part).components().isEmpty())) {
      throw DtdlReader.error(
          "The component '" + name + "' of " + model.id() + " must not contain a component");
    }
  }

  private Inherited inheritedBy(String id, int depth) {
    Inherited known = inherited.get(id);
    if (known == null) {
      if (depth > MAX_DEPTH) {
        throw tooDeep(id);
      }
      known = inherit(model(id), depth);
      inherited.put(id, known);
    }
    if (known.depth() > MAX_DEPTH) {
      throw tooDeep(id);
    }
    return known;
  }

  private Inherited inherit(Model model, int depth) {
    Map<String, String> definers = new LinkedHashMap<>();
    Set<String> ancestors = new HashSet<>();
    int height = 0;
    for (String base : model.bases()) {
      Inherited inheritedBase = inheritedBy(base, depth + 1);
      height = Math.max(height, inheritedBase.depth() + 1);
      ancestors.add(base);
      ancestors.addAll(inheritedBase.ancestors());
      inheritedBase.definers().forEach((name, definer) -> define(model, definers, name, definer));
    }
    model.names().forEach(name -> define(model, definers, name, model.id()));
    return new Inherited(definers, ancestors, height);
  }

  private static void define(
      Model model, Map<String, String> definers, String name, String definer) {
    String other = definers.putIfAbsent(name, definer);
    if (other != null && !other.equals(definer)) {
      throw DtdlReader.error(
          model.id()
              + ", because it transitively 'extends' "
              + other
              + ", has property 'contents' that contains more than one element whose property"
              + " 'name' has value '"
              + name
              + "'");
    }
  }

  private Model model(String id) {
    Model model = added.get(id);
    if (model == null) {
      model = existing.get(id);
    }
    if (model == null) {
      throw new IllegalArgumentException("Unknown model " + id);
    }
    return model;
  }

  /** A cycle is an infinitely deep hierarchy, so it ends here, too. */
  private static ErrorResponseException tooDeep(String id) {
    return DtdlReader.error(
        "extends of " + id + " exceeds the maximum depth of " + MAX_DEPTH + " levels");
  }
}
