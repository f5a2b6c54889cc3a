package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 64 writers at once lose no write, and an ETag admits only one of them. */
final class ParallelWritersTest {
  private static final int WRITERS = 64;
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:counter;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [{"@type": "Property", "name": "count", "schema": "integer"},
          {"@type": "Relationship", "name": "next"}]}]
      """;
  private static final String COUNTER =
      "{\"$metadata\":{\"$model\":\"dtmi:example:counter;1\"},\"count\":0}";

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private TwinsFixture http;

  /** What one of the writers does. */
  private interface Writer {
    int write(int number) throws Exception;
  }

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(MODELS);
    emulator.putTwin("counter", COUNTER);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    http.close();
  }

  @Test
  void everyCreatedTwinAndRelationship_isKept() throws Exception {
    emulator.addEndpoint("hub");
    emulator.putEventRoute("all", "hub", "true");
    int twinsPerWriter = 10;

    runAtOnce(
        number -> {
          String link = "{\"$relationshipName\":\"next\",\"$targetId\":\"counter\"}";
          for (int i = 0; i < twinsPerWriter; i++) {
            String path = "/digitaltwins/t-" + number + "-" + i;
            assertThat(http.call("PUT", path, COUNTER).status()).isEqualTo(200);
            assertThat(http.call("PUT", path + "/relationships/r", link).status()).isEqualTo(200);
          }
          return 0;
        });

    int created = WRITERS * twinsPerWriter;
    assertThat(emulator.twinCount()).isEqualTo(created + 1);
    assertThat(emulator.relationshipCount()).isEqualTo(created);
    assertThat(emulator.events("hub")).hasSize(2 * created);
    assertThat(
            http.call(
                    "POST",
                    "/query",
                    "{\"query\":\"SELECT COUNT() FROM RELATIONSHIPS WHERE $targetId = 'counter'\"}")
                .body())
        .contains("{\"COUNT\":" + created + "}");
  }

  @Test
  void oneETag_admitsOneWriter() throws Exception {
    String etag = etag();

    List<Integer> statuses = runAtOnce(number -> setCount(number, etag).status());

    assertThat(statuses).containsOnlyOnce(204).hasSize(WRITERS);
    assertThat(statuses.stream().filter(status -> status == 412)).hasSize(WRITERS - 1);
  }

  @Test
  void retriedIncrements_allCount() throws Exception {
    runAtOnce(
        number -> {
          Result patched;
          do {
            JsonObject twin = http.get("/digitaltwins/counter").json();
            String etag = twin.get("$etag").getAsString();
            patched = setCount(twin.get("count").getAsInt() + 1, etag);
          } while (patched.status() == 412);
          return patched.status();
        });

    assertThat(http.get("/digitaltwins/counter").json().get("count").getAsInt()).isEqualTo(WRITERS);
  }

  private Result setCount(int value, String etag) {
    return http.call(
        "PATCH",
        "/digitaltwins/counter",
        "[{\"op\":\"replace\",\"path\":\"/count\",\"value\":" + value + "}]",
        "If-Match",
        etag);
  }

  private String etag() {
    return Objects.requireNonNull(http.get("/digitaltwins/counter").headers().get("ETag"));
  }

  private List<Integer> runAtOnce(Writer writer) throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      results.add(
          threads.submit(
              () -> {
                start.await();
                return writer.write(number);
              }));
    }
    List<Integer> values = new ArrayList<>();
    for (Future<Integer> result : results) {
      values.add(result.get());
    }
    return values;
  }
}
