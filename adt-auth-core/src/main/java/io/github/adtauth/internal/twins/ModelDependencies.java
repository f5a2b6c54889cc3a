package io.github.adtauth.internal.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the models that must exist before a model can be added. Stateless. */
public final class ModelDependencies {
  private ModelDependencies() {}

  /** Returns the ids of the interfaces that an interface extends or contains as components. */
  public static Set<String> of(JsonElement document) {
    Set<String> ids = new LinkedHashSet<>();
    addDependencies(document, ids);
    return ids;
  }

  private static void addDependencies(JsonElement element, Set<String> ids) {
    if (!(element instanceof JsonObject document)) {
      return;
    }
    for (JsonElement base : list(document.get("extends"))) {
      addReference(base, ids);
    }
    for (JsonElement content : list(document.get("contents"))) {
      if (content instanceof JsonObject object && isComponent(object)) {
        for (JsonElement schema : list(object.get("schema"))) {
          addReference(schema, ids);
        }
      }
    }
  }

  /** Adds a DTMI, or an inline interface together with its dependencies. */
  private static void addReference(JsonElement reference, Set<String> ids) {
    if (isText(reference)) {
      ids.add(reference.getAsString());
    } else if (reference instanceof JsonObject object) {
      if (isText(object.get("@id"))) {
        ids.add(object.get("@id").getAsString());
      }
      addDependencies(object, ids);
    }
  }

  private static boolean isComponent(JsonObject content) {
    for (JsonElement type : list(content.get("@type"))) {
      if (isText(type) && isComponentClass(type.getAsString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isComponentClass(String type) {
    return type.equals("Component") || type.startsWith("dtmi:dtdl:class:Component;");
  }

  private static boolean isText(@Nullable JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isString();
  }

  /** Returns the values of a list. JSON-LD allows a single value instead of a list. */
  private static Iterable<JsonElement> list(@Nullable JsonElement value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof JsonArray array ? array : List.of(value);
  }
}
