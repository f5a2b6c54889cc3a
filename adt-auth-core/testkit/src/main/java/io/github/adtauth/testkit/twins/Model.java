package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A DTDL interface as uploaded, with its own contents but not those of its bases.
 *
 * @param names the names of all its contents, including telemetry and commands
 * @param annotated the names of contents that other contents annotate
 */
record Model(
    String id,
    DtdlVersion version,
    JsonObject document,
    JsonObject displayName,
    JsonObject description,
    List<String> bases,
    Set<String> names,
    Map<String, JsonElement> properties,
    Map<String, JsonObject> relationships,
    Map<String, String> components,
    Map<String, JsonElement> schemas,
    Set<String> annotated,
    String uploadTime,
    boolean decommissioned) {

  /** Returns the models this one requires: bases and components, but not relationship targets. */
  Set<String> dependencies() {
    Set<String> dependencies = new TreeSet<>(bases);
    dependencies.addAll(components.values());
    return dependencies;
  }

  /** Returns whether an id names the given model or a later version of it. */
  static boolean isSameOrLater(String id, String givenId) {
    int version = id.lastIndexOf(';');
    if (version < 0 || !givenId.startsWith(id.substring(0, version + 1))) {
      return id.equals(givenId);
    }
    try {
      BigDecimal actual = new BigDecimal(id.substring(version + 1));
      return actual.compareTo(new BigDecimal(givenId.substring(version + 1))) >= 0;
    } catch (NumberFormatException e) {
      return id.equals(givenId);
    }
  }

  Model decommissioned(boolean value) {
    return new Model(
        id,
        version,
        document,
        displayName,
        description,
        bases,
        names,
        properties,
        relationships,
        components,
        schemas,
        annotated,
        uploadTime,
        value);
  }

  /** Returns the ModelData of the REST API. */
  JsonObject data(boolean withDefinition) {
    JsonObject data = new JsonObject();
    data.addProperty("id", id);
    data.add("description", description.deepCopy());
    data.add("displayName", displayName.deepCopy());
    data.addProperty("decommissioned", decommissioned);
    data.addProperty("uploadTime", uploadTime);
    if (withDefinition) {
      data.add("model", document.deepCopy());
    }
    return data;
  }
}
