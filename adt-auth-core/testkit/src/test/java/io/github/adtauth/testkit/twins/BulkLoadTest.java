package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.MutableClock;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rate limiting, PUT counts and paging over many twins, on which tests of bulk loads rely. */
final class BulkLoadTest {
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [{"@type": "Relationship", "name": "near"}]}]
      """;
  private static final String ROOM = "{\"$metadata\":{\"$model\":\"dtmi:example:room;1\"}}";
  private static final String NEAR = "{\"$relationshipName\":\"near\",\"$targetId\":\"b\"}";

  private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T10:20:30Z"));
  private final TwinsEmulator emulator =
      new TwinsEmulator(TwinsFixture.TENANT, TwinsFixture.VERIFIER, clock, TwinsFixture.HOST);
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.grantRole(TwinsFixture.OWNER, Role.DATA_OWNER);
    emulator.addModels(MODELS);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void successfulPuts_areCountedPerTwinAndRelationship() {
    emulator.putTwin("b", ROOM);
    put("/digitaltwins/a", ROOM);
    put("/digitaltwins/a", ROOM);
    put("/digitaltwins/a/relationships/n", NEAR);
    put("/digitaltwins/c", "{}");

    assertThat(emulator.putCounts()).isEqualTo(Map.of("a", 2, "a/n", 1));
  }

  @Test
  void throttle_returnsGateway429UntilTheSecondEnds() {
    emulator.throttle(2);
    assertThat(put("/digitaltwins/a", ROOM).status()).isEqualTo(200);
    assertThat(http.call("DELETE", "/digitaltwins/a", null).status()).isEqualTo(204);

    Result throttled = put("/digitaltwins/b", ROOM);

    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.headers().get("Retry-After")).isEqualTo("1");
    assertThat(throttled.headers().get("x-ms-error-code")).isNull();
    assertThat(throttled.body())
        .hasSize(167)
        .startsWith(
            "{ \"error\": { \"statusCode\": 429, \"message\": \"Maximum request rate limit");
    assertThat(http.get("/models").status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(put("/digitaltwins/b", ROOM).status()).isEqualTo(200);
    assertThat(emulator.putCounts()).isEqualTo(Map.of("a", 1, "b", 1));
  }

  @Test
  void query_pagesThroughTenThousandTwins() {
    for (int i = 0; i < 10_000; i++) {
      emulator.putTwin("room-" + i, ROOM);
    }
    JsonObject body = new JsonObject();
    body.addProperty("query", "SELECT * FROM digitaltwins");
    Set<String> ids = new HashSet<>();
    JsonElement token;
    do {
      JsonObject page = http.call("POST", "/query", body.toString()).json();
      for (JsonElement twin : page.getAsJsonArray("value")) {
        assertThat(ids.add(twin.getAsJsonObject().get("$dtId").getAsString())).isTrue();
      }
      token = page.get("continuationToken");
      body = new JsonObject();
      body.add("continuationToken", token);
    } while (!token.isJsonNull());

    assertThat(ids).hasSize(10_000);
  }

  @Test
  void relationshipList_pagesThroughThousands() {
    emulator.putTwin("a", ROOM);
    emulator.putTwin("b", ROOM);
    for (int i = 0; i < 2_000; i++) {
      emulator.putRelationship("a", "n" + i, NEAR);
    }

    for (String list : new String[] {"a/relationships", "b/incomingrelationships"}) {
      Set<String> ids = new HashSet<>();
      String target = "/digitaltwins/" + list + "?api-version=2023-10-31";
      while (!target.isEmpty()) {
        JsonObject page =
            http.send("GET", target, null, TwinsFixture.token(TwinsFixture.OWNER)).json();
        page.getAsJsonArray("value")
            .forEach(item -> ids.add(Json.string(item.getAsJsonObject(), "$relationshipId") + ""));
        String next = Json.string(page, "nextLink");
        target = next == null ? "" : next.substring(("https://" + TwinsFixture.HOST).length());
      }
      assertThat(ids).hasSize(2_000);
    }
  }

  private Result put(String path, String body) {
    return http.call("PUT", path, body);
  }
}
