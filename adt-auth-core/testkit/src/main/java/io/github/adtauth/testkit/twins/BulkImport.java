package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * Imports a bulk file: NDJSON with a header and up to three sections. Stops at the first invalid
 * line. As documented, what earlier lines created is kept.
 */
final class BulkImport {
  private static final List<String> SECTIONS =
      List.of("Header", "Models", "Twins", "Relationships");

  /** The maximum size of an interface. Twins and relationships are smaller. */
  private static final int MAX_LINE_LENGTH = 1024 * 1024;

  private final ModelOperations models;
  private final TwinOperations twins;
  private final RelationshipOperations relationships;

  BulkImport(ModelOperations models, TwinOperations twins, RelationshipOperations relationships) {
    this.models = models;
    this.twins = twins;
    this.relationships = relationships;
  }

  void run(String ndjson, ImportLog log) {
    log.start();
    new File(log).read(ndjson);
    log.succeed();
  }

  /** One file while it is read. */
  private final class File {
    private final ImportLog log;
    private final JsonArray documents = new JsonArray();
    private String section = "";
    private int lineNumber;

    File(ImportLog log) {
      this.log = log;
    }

    void read(String ndjson) {
      try {
        for (String line : (Iterable<String>) ndjson.lines()::iterator) {
          lineNumber++;
          if (line.length() > MAX_LINE_LENGTH) {
            throw invalid("Line " + lineNumber + " is larger than 1 MiByte.");
          }
          if (!line.isBlank()) {
            read(Json.readObject(line, "line " + lineNumber));
          }
        }
        if (section.isEmpty()) {
          throw invalid("The file must start with the section Header.");
        }
        endSection();
      } catch (ErrorResponseException e) {
        log.fail(section, lineNumber, e);
        throw e;
      }
    }

    private void read(JsonObject line) {
      if (line.has("Section")) {
        startSection(String.valueOf(Json.string(line, "Section")));
      } else {
        importLine(line);
      }
    }

    private void startSection(String name) {
      int position = SECTIONS.indexOf(name);
      if (position < 0) {
        throw invalid("The Section " + name + " on line " + lineNumber + " is unknown.");
      }
      if (section.isEmpty() != name.equals("Header") || position <= SECTIONS.indexOf(section)) {
        throw invalid(
            "The section "
                + name
                + " on line "
                + lineNumber
                + " is not in the order Header, Models, Twins, Relationships.");
      }
      if (!section.isEmpty()) {
        endSection();
      }
      section = name;
      log.startSection(name);
    }

    private void endSection() {
      // Models are added together, because they may refer to each other in any order.
      if (!documents.isEmpty()) {
        models.addAll(documents);
        documents.asList().clear();
      }
      log.succeedSection(section);
    }

    private void importLine(JsonObject line) {
      switch (section) {
        case "Header" -> required(line, "fileVersion");
        case "Models" -> documents.add(line);
        case "Twins" -> twins.put(required(line, "$dtId"), line, null);
        case "Relationships" -> importRelationship(line);
        default -> throw invalid("The file must start with the section Header.");
      }
    }

    /** Imports a relationship, whose source is {@code $dtId} or {@code $sourceId}. */
    private void importRelationship(JsonObject line) {
      String sourceId = Json.string(line, "$sourceId");
      String source = sourceId == null ? required(line, "$dtId") : sourceId;
      if (line.has("$dtId") && !source.equals(required(line, "$dtId"))) {
        throw invalid("Line " + lineNumber + " has a $sourceId other than its $dtId.");
      }
      String id = required(line, "$relationshipId");
      line.remove("$dtId");
      relationships.put(source, id, line, null);
    }

    private String required(JsonObject line, String member) {
      String value = Json.string(line, member);
      if (value == null) {
        throw invalid("Line " + lineNumber + " has no " + member + ".");
      }
      return value;
    }
  }

  private static ErrorResponseException invalid(String problem) {
    return ErrorResponseException.error(400, "ValidationFailed", problem);
  }
}
