package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays recorded requests to the emulator and compares status, error and the order of the body's
 * members. Skipped if the recordings are not next to the project.
 *
 * <p>These exchanges are not reproduced: 429 responses of the gateway, because the emulator only
 * throttles on demand, and pages after the first, because a continuation token contains an internal
 * record number of the recorded instance.
 */
final class RecordedTrafficTest {
  /** The files that cannot be replayed, with the reason. */
  private static final Map<String, String> NOT_REPLAYED =
      Map.of(
          "EventRoutes_ListPaginationWorks.json",
          "The pages contain routes in the order of internal record numbers.",
          "net_Relationships_PaginationWorks.excerpt.json",
          "The excerpt contains only pages after the first.",
          "TwinTests.patchTwinFailsWhenETagDoesNotMatch[1].json",
          "The Java SDK records no request bodies, and this API version is a preview.",
          "test_digital_twins.test_create_digitaltwin_without_model.yaml",
          "YAML. recording_create_invalid_digitaltwin.json contains the same exchange.");

  /** What must exist before an excerpt, by file. */
  private static final Map<String, BiConsumer<TwinsEmulator, List<RecordedExchange>>> PREPARATIONS =
      Map.of(
          "net_Models_Lifecycle.excerpt.json",
          (emulator, exchanges) ->
              emulator.addModels("[" + body(exchanges.get(0)).get("model") + "]"),
          "net_Query_GetTwinCount.excerpt.json",
          (emulator, exchanges) -> {
            emulator.addModels(
                """
                [{"@id": "dtmi:example:room;189032345", "@type": "Interface",
                  "@context": "dtmi:dtdl:context;2",
                  "contents": {"@type": "Property", "name": "IsOccupied", "schema": "boolean"}}]
                """);
            emulator.putTwin("room", twin("dtmi:example:room;189032345", ",\"IsOccupied\":true"));
          },
          "net_Relationships_Lifecycle.excerpt.json",
          (emulator, exchanges) -> prepareRelationships(emulator),
          "python_update_conditionally_if_not_match.excerpt.json",
          (emulator, exchanges) -> prepareBuilding(emulator, "digitalTwin-6c533955"),
          "python_update_digitaltwin_invalid_patch.excerpt.json",
          (emulator, exchanges) -> prepareBuilding(emulator, "digitalTwin-973e33e8"));

  @TestFactory
  List<DynamicTest> emulator_respondsAsRecorded() throws IOException {
    return files().stream()
        .filter(file -> !NOT_REPLAYED.containsKey(name(file)))
        .map(file -> DynamicTest.dynamicTest(name(file), () -> replay(file)))
        .toList();
  }

  @Test
  void everyOtherFile_isListedWithAReason() throws IOException {
    Set<String> names = files().stream().map(RecordedTrafficTest::name).collect(Collectors.toSet());

    assertThat(names).hasSize(32).containsAll(NOT_REPLAYED.keySet());
    assertThat(names).containsAll(PREPARATIONS.keySet());
    assertThat(new TreeSet<>(NOT_REPLAYED.values())).hasSize(NOT_REPLAYED.size());
  }

  private static List<Path> files() throws IOException {
    Path folder = SharedFiles.path("recordings");
    assumeTrue(Files.exists(folder), "There are no recordings in " + folder.toAbsolutePath());
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> name(file).matches(".*\\.(json|yaml)")).sorted().toList();
    }
  }

  private static void replay(Path file) throws IOException {
    TwinsEmulator emulator = TwinsFixture.emulator();
    emulator.addEndpoint("someEventHubEndpoint");
    List<RecordedExchange> exchanges = RecordedExchange.read(file);
    PREPARATIONS.getOrDefault(name(file), (created, unused) -> {}).accept(emulator, exchanges);
    try (TwinsFixture http = new TwinsFixture(emulator)) {
      for (RecordedExchange exchange : exchanges) {
        if (exchange.isThrottled() || exchange.continuesList()) {
          continue;
        }
        if (exchange.status() == 409) {
          // The recorder waited until the job had finished.
          emulator.advanceJobs();
          emulator.advanceJobs();
        }
        compare(exchange, send(http, exchange));
      }
    }
  }

  private static Result send(TwinsFixture http, RecordedExchange exchange) {
    return http.send(
        exchange.method(),
        exchange.target(),
        exchange.body(),
        exchange.status() == 401 ? null : TwinsFixture.token(TwinsFixture.OWNER),
        exchange.headers().stream()
            .map(value -> isCurrentETag(exchange, value) ? currentETag(http, exchange) : value)
            .toArray(String[]::new));
  }

  /** Returns whether a header value is an ETag that was the current one of the recorded twin. */
  private static boolean isCurrentETag(RecordedExchange exchange, String value) {
    return value.startsWith("W/") && exchange.status() == 204;
  }

  private static String currentETag(TwinsFixture http, RecordedExchange exchange) {
    Result current =
        http.send("GET", exchange.target(), null, TwinsFixture.token(TwinsFixture.OWNER));
    return String.valueOf(current.headers().get("ETag"));
  }

  private static JsonObject body(RecordedExchange exchange) {
    return Json.readObject(String.valueOf(exchange.response()));
  }

  private static void compare(RecordedExchange exchange, Result response) {
    String description = exchange.method() + " " + exchange.target() + "\n" + response.body();
    assertThat(response.status()).as(description).isEqualTo(exchange.status());
    String expected = exchange.response();
    if (expected == null) {
      assertThat(response.body()).as(description).isEmpty();
      return;
    }
    boolean old = exchange.target().contains("2020-10-31");
    List<String> recorded = shapes(JsonParser.parseString(expected), old);
    List<String> actual = shapes(JsonParser.parseString(response.body()), old);
    assertThat(actual.get(0)).as(description).isEqualTo(recorded.get(0));
    assertThat(recorded).as(description).containsAll(actual);
  }

  // A list is compared item by item, because the recorded instance held more than the emulator.
  private static List<String> shapes(JsonElement body, boolean old) {
    List<String> shapes = new ArrayList<>();
    if (body instanceof JsonObject page && page.get("value") instanceof JsonArray items) {
      shapes.add(page.keySet().toString());
      items.forEach(item -> shapes.add(shape(item, "", old)));
    } else {
      shapes.add(shape(body, "", old));
    }
    return shapes;
  }

  /** Returns the members in order, with a star in place of random values and times. */
  private static String shape(JsonElement value, String name, boolean old) {
    if (value instanceof JsonObject object) {
      return object.entrySet().stream()
          .filter(member -> !old || !member.getKey().equals("$lastUpdateTime"))
          .map(member -> member.getKey() + ":" + shape(member.getValue(), member.getKey(), old))
          .toList()
          .toString();
    }
    if (value instanceof JsonArray array) {
      return array.asList().stream().map(item -> shape(item, name, old)).toList().toString();
    }
    boolean varies =
        name.equals("$etag") || name.equals("$relationshipLink") || name.matches(".*[tT]ime");
    // The service has changed these parts of its messages since the older recordings.
    return varies
        ? "*"
        : value.toString().replace("http://", "https://").replace("exist Please", "exist. Please");
  }

  private static void prepareRelationships(TwinsEmulator emulator) {
    emulator.addModels(
        """
        [{"@id": "dtmi:example:thing;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "contents": [
            {"@type": "Relationship", "name": "contains", "properties":
              {"@type": "Property", "name": "isAccessRestricted", "schema": "boolean"}},
            {"@type": "Relationship", "name": "containedIn"},
            {"@type": "Relationship", "name": "cooledBy"},
            {"@type": "Relationship", "name": "cools"}]}]
        """);
    for (String id : List.of("floorTwin1484939212", "roomTwin395061038", "hvacTwin969071759")) {
      emulator.putTwin(id, twin("dtmi:example:thing;1", ""));
    }
  }

  private static void prepareBuilding(TwinsEmulator emulator, String id) {
    emulator.addModels(
        """
        [{"@id": "dtmi:samples:Building;1", "@type": "Interface",
          "@context": "dtmi:dtdl:context;2",
          "contents": {"@type": "Property", "name": "AverageTemperature", "schema": "double"}}]
        """);
    emulator.putTwin(id, twin("dtmi:samples:Building;1", ",\"AverageTemperature\":68"));
  }

  private static String twin(String model, String properties) {
    return "{\"$metadata\":{\"$model\":\"" + model + "\"}" + properties + "}";
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
