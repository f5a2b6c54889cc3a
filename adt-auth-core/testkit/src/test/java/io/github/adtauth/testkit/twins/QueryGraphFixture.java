package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The example graph of the query tests, and a compact text form of result rows. */
final class QueryGraphFixture {
  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private final List<String> twinIds = new ArrayList<>();

  QueryGraphFixture() {
    emulator.addModels(read("query-models.json"));
    read("query-graph.txt").lines().forEach(this::add);
  }

  TwinsEmulator emulator() {
    return emulator;
  }

  /** Returns the ids of all twins, sorted. */
  List<String> twinIds() {
    return twinIds.stream().sorted().toList();
  }

  static String read(String resource) {
    try (InputStream in = QueryGraphFixture.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Formats rows, separated by semicolons: a twin or relationship as its id, a column as
   * name=value.
   */
  static String format(JsonArray rows) {
    return String.join("; ", rows.asList().stream().map(QueryGraphFixture::format).toList());
  }

  private static String format(JsonElement value) {
    if (!(value instanceof JsonObject object)) {
      return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }
    for (String id : List.of("$dtId", "$relationshipId")) {
      if (object.has(id)) {
        return object.get(id).getAsString();
      }
    }
    List<String> columns = new ArrayList<>();
    object.asMap().forEach((name, column) -> columns.add(name + "=" + format(column)));
    return columns.isEmpty() ? "-" : String.join(" ", columns);
  }

  private void add(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "model" ->
          emulator.addModels(
              """
              [{"@id": "%s", "@type": "Interface", "@context": "dtmi:dtdl:context;3",
                "extends": "%s"}]
              """
                  .formatted(words[1], words[2]));
      case "twin" -> {
        JsonObject twin = Json.readObject(words[3]);
        JsonObject metadata = new JsonObject();
        metadata.addProperty("$model", words[2]);
        twin.add("$metadata", metadata);
        emulator.putTwin(words[1], twin.toString());
        twinIds.add(words[1]);
      }
      case "relationship" -> addRelationship(words[1], words[2], words[3]);
      default -> {}
    }
  }

  /** Adds a relationship whose id is source-name-target. */
  private void addRelationship(String source, String name, String targetAndProperties) {
    String[] words = targetAndProperties.split(" ", 2);
    JsonObject relationship = Json.readObject(words[1]);
    relationship.addProperty("$relationshipName", name);
    relationship.addProperty("$targetId", words[0]);
    String id = source + "-" + name + "-" + words[0];
    emulator.putRelationship(source, id, relationship.toString());
  }
}
