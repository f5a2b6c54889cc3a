package io.github.adtauth.twins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.twins.bulk.BulkServer;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests reads and loads in separate processes: with a small heap, and killed while loading. */
class TwinsProcessesTest {
  private static final int TWINS = 200_000;
  private static final int PAGE = 1000;
  private static final int LOAD = 10_000;

  private TwinsServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String finished(Process process) throws Exception {
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void queryOf200000Twins_needs32MegabyteHeap() throws Exception {
    server.web.setDispatcher(new Pager());

    assertThat(finished(TwinsProcess.start(server, 32, "read"))).isEqualTo("200000");
  }

  /** Sends pages of twins. The token is the number of the next page. */
  private static final class Pager extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      JsonObject body = JsonParser.parseString(request.getBody().utf8()).getAsJsonObject();
      int first = body.has("query") ? 0 : body.get("continuationToken").getAsInt();
      JsonArray twins = new JsonArray();
      for (int i = first; i < first + PAGE; i++) {
        JsonObject twin = DigitalTwin.of("dtmi:example:Room;1").with("number", i).toJson();
        twin.addProperty("$dtId", "room-" + i);
        twin.addProperty("description", "a room with a view of room " + (i + 1));
        twins.add(twin);
      }
      JsonObject page = new JsonObject();
      page.add("value", twins);
      int next = first + PAGE;
      page.addProperty("continuationToken", next < TWINS ? String.valueOf(next) : null);
      return new MockResponse.Builder().body(page.toString()).build();
    }
  }

  @Test
  void killedLoad_canBeRerunWithoutLossOrDuplicates() throws Exception {
    BulkServer instance = new BulkServer();
    server.web.setDispatcher(instance);
    CompletableFuture<Process> started = new CompletableFuture<>();
    instance.whenSeen(
        "PUT /digitaltwins/t" + LOAD / 2, () -> started.join().toHandle().destroyForcibly());

    Process first = TwinsProcess.start(server, 64, "load", String.valueOf(LOAD));
    started.complete(first);
    first.waitFor();

    String said = finished(TwinsProcess.start(server, 64, "load", String.valueOf(LOAD)));

    assertThat(said).matches("BulkReport\\[\\d+ done, \\d+ skipped, 0 failed]");
    int done = Integer.parseInt(said.replaceAll("\\D*(\\d+) done.*", "$1"));
    int skipped = Integer.parseInt(said.replaceAll(".*?(\\d+) skipped.*", "$1"));
    assertThat(done + skipped).isEqualTo(LOAD);
    assertThat(skipped).as("written by the first process").isBetween(LOAD / 2 - 100, LOAD - 1);
    for (int i = 0; i < LOAD; i++) {
      assertThat(instance.writes("t" + i)).as("t%s", i).isEqualTo(1);
    }
  }
}
