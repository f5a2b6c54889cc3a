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
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays recorded requests to the emulator and compares status, error and the order of the body's
 * members. Skipped if the recordings are not next to the project.
 */
final class RecordedTrafficTest {
  private static final Set<String> REPLAYED_HEADERS =
      Set.of(
          "message-id", "telemetry-source-time", "if-match", "if-none-match", "max-items-per-page");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Component_Lifecycle",
        "DigitalTwins_CreateOrReplaceTwinFailsWhenIfNoneMatchStar",
        "DigitalTwins_Lifecycle",
        "DigitalTwins_TwinNotExist_ThrowsNotFoundException",
        "EventRoutes_EventRouteNotExist_ThrowsNotFoundException",
        "EventRoutes_Lifecycle",
        "EventRoutes_MalformedEventRouteFilter_ThrowsBadRequestException",
        "Import_JobIdNotExists_ThrowsNotFoundException",
        "Import_Lifecycle",
        "Import_MalformedInput_ThrowsBadRequest",
        "Models_MalformedModelId_ThrowsBadRequestException",
        "Models_ModelAlreadyExists_ThrowsConflictException",
        "PublishTelemetry_Lifecycle"
      })
  void emulator_respondsAsRecorded(String name) throws IOException {
    String shared = System.getProperty("adt.shared", "../../../shared");
    Path file = Path.of(shared, "recordings", "net", name + ".json");
    assumeTrue(Files.exists(file));
    JsonObject recording = Json.readObject(Files.readString(file));
    TwinsEmulator emulator = TwinsFixture.emulator();
    emulator.addEndpoint("someEventHubEndpoint");
    try (TwinsFixture http = new TwinsFixture(emulator)) {
      for (JsonElement entry : recording.getAsJsonArray("Entries")) {
        JsonObject exchange = entry.getAsJsonObject();
        if (exchange.get("StatusCode").getAsInt() != 429) {
          compare(exchange, send(http, exchange));
        }
      }
    }
  }

  private static Result send(TwinsFixture http, JsonObject exchange) {
    String uri = exchange.get("RequestUri").getAsString();
    String[] headers =
        exchange.getAsJsonObject("RequestHeaders").entrySet().stream()
            .filter(header -> REPLAYED_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT)))
            .flatMap(header -> Stream.of(header.getKey(), header.getValue().getAsString()))
            .toArray(String[]::new);
    return http.send(
        exchange.get("RequestMethod").getAsString(),
        uri.substring(uri.indexOf('/', "https://".length())),
        text(exchange.get("RequestBody")),
        TwinsFixture.token(TwinsFixture.OWNER),
        headers);
  }

  private static void compare(JsonObject exchange, Result response) {
    String description = exchange.get("RequestMethod") + " " + exchange.get("RequestUri");
    assertThat(response.status()).as(description).isEqualTo(exchange.get("StatusCode").getAsInt());
    String expected = text(exchange.get("ResponseBody"));
    if (expected == null || expected.equals("[]")) {
      assertThat(response.body()).as(description).isEmpty();
      return;
    }
    boolean old = description.contains("2020-10-31");
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
    boolean varies = name.equals("$etag") || name.matches(".*[tT]ime");
    return varies ? "*" : value.toString().replace("http://", "https://");
  }

  private static @Nullable String text(JsonElement body) {
    if (body.isJsonNull()) {
      return null;
    }
    return Json.isString(body) ? body.getAsString() : body.toString();
  }
}
