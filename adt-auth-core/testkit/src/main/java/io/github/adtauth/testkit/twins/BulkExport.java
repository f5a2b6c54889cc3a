package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;

/** Writes an instance in the format that {@link BulkImport} reads. Callers hold the lock. */
final class BulkExport {
  private static final String METADATA = "$metadata";

  private final Store store;

  BulkExport(Store store) {
    this.store = store;
  }

  void write(Appendable out) throws IOException {
    section(out, "Header");
    JsonObject header = new JsonObject();
    header.addProperty("fileVersion", "1.0.0");
    header.addProperty("author", "local Azure");
    line(out, header);
    section(out, "Models");
    for (Model model : store.models.values()) {
      line(out, model.document());
    }
    section(out, "Twins");
    for (JsonObject twin : store.twins.all().values()) {
      line(out, withoutServiceMembers(twin));
    }
    section(out, "Relationships");
    for (String source : store.twins.all().keySet()) {
      for (JsonObject relationship : store.relationships.from(source).values()) {
        line(out, withoutServiceMembers(relationship));
      }
    }
  }

  private static void section(Appendable out, String name) throws IOException {
    JsonObject section = new JsonObject();
    section.addProperty("Section", name);
    line(out, section);
  }

  private static void line(Appendable out, JsonObject object) throws IOException {
    out.append(object.toString()).append('\n');
  }

  /** Returns a copy without the members that the service sets. */
  private static JsonObject withoutServiceMembers(JsonObject entity) {
    JsonObject copy = entity.deepCopy();
    copy.remove("$etag");
    removeUpdateTimes(copy);
    return copy;
  }

  private static void removeUpdateTimes(JsonObject object) {
    object.remove("$lastUpdateTime");
    for (String name : object.keySet().toArray(String[]::new)) {
      JsonElement value = object.get(name);
      if (!value.isJsonObject()) {
        continue;
      }
      JsonObject member = value.getAsJsonObject();
      if (name.equals(METADATA)) {
        removeFromMetadata(member);
      } else if (member.has(METADATA)) {
        removeUpdateTimes(member); // a component
      }
    }
  }

  private static void removeFromMetadata(JsonObject metadata) {
    metadata.remove("$lastUpdateTime");
    for (String name : metadata.keySet().toArray(String[]::new)) {
      if (metadata.get(name).isJsonObject()) {
        JsonObject property = metadata.getAsJsonObject(name);
        property.remove("lastUpdateTime");
        if (property.isEmpty()) {
          metadata.remove(name);
        }
      }
    }
  }
}
