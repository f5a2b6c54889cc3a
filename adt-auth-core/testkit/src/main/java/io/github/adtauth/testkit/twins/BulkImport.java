package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Imports a bulk file (NDJSON in sections) into the instance. Stops at the first invalid line. */
final class BulkImport {
  private final ModelOperations models;
  private final TwinOperations twins;
  private final RelationshipOperations relationships;

  BulkImport(ModelOperations models, TwinOperations twins, RelationshipOperations relationships) {
    this.models = models;
    this.twins = twins;
    this.relationships = relationships;
  }

  void run(String ndjson) {
    String section = "";
    JsonArray documents = new JsonArray();
    for (String line : ndjson.lines().filter(text -> !text.isBlank()).toList()) {
      JsonObject object = Json.readObject(line);
      if (object.has("Section")) {
        section = String.valueOf(Json.string(object, "Section"));
        addModels(documents);
      } else {
        importLine(section, object, documents);
      }
    }
    addModels(documents);
  }

  private void importLine(String section, JsonObject object, JsonArray documents) {
    switch (section) {
      case "Header" -> required(object, "fileVersion");
      case "Models" -> documents.add(object);
      case "Twins" -> twins.put(required(object, "$dtId"), object, null);
      case "Relationships" ->
          relationships.put(
              required(object, "$sourceId"), required(object, "$relationshipId"), object, null);
      default -> throw invalid("A line is in an unknown section: '" + section + "'.");
    }
  }

  /** Adds all models together, because they may refer to each other in any order. */
  private void addModels(JsonArray documents) {
    if (!documents.isEmpty()) {
      models.addAll(documents);
      documents.asList().clear();
    }
  }

  private static String required(JsonObject object, String member) {
    String value = Json.string(object, member);
    if (value == null) {
      throw invalid("A line has no " + member + ".");
    }
    return value;
  }

  private static ErrorResponseException invalid(String problem) {
    return ErrorResponseException.error(400, "ValidationFailed", problem);
  }
}
