package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mockwebserver3.RecordedRequest;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every request matches the published contract of the service. */
class ContractTest {
  private static final CallOption[] TRACED = {
    CallOption.traceparent("00-3d1a1337ae39f8d96a8a75240a434f7d-64a0cb7269c72551-00"),
    CallOption.requestId("call-1")
  };

  private TwinsServer server;
  private Contract contract;

  @BeforeEach
  void start() throws Exception {
    contract =
        new Contract(
            corrected(
                Files.readString(Shared.path("swagger").resolve("digitaltwins.strict.json"))));
    server = new TwinsServer();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Adds the final path and the timeout of the delete jobs, which the published copy lacks. */
  private static String corrected(String swagger) {
    JsonObject document =
        JsonParser.parseString(swagger.replace("/jobs/delete", "/jobs/deletions"))
            .getAsJsonObject();
    document
        .getAsJsonObject("paths")
        .getAsJsonObject("/jobs/deletions")
        .getAsJsonObject("post")
        .getAsJsonArray("parameters")
        .add(
            JsonParser.parseString(
                "{\"name\":\"timeoutInMinutes\",\"in\":\"query\",\"type\":\"integer\",\"minimum\":1}"));
    return document.toString();
  }

  private void everyOperation(DigitalTwinsClient twins) {
    String twin = "{\"$dtId\":\"a\"}";
    String relationship = "{\"$relationshipId\":\"r\"}";
    String job = "{\"id\":\"j\"}";
    JsonPatch patch = JsonPatch.create().add("/a", 1).replace("/b/c", "x").remove("/d");
    CallOption match = CallOption.ifMatch("W/\"1\"");
    CallOption page = CallOption.pageSize(10);

    server.json(200, twin).json(200, twin).empty(204).empty(204);
    twins.getTwin("a/b", DigitalTwin.class, TRACED);
    twins.putTwin("a", DigitalTwin.of("dtmi:a;1").with("x", Map.of()), CallOption.ifAbsent());
    twins.patchTwin("a", patch, match);
    twins.deleteTwin("a", match);

    server.json(200, "{\"value\":[],\"continuationToken\":\"t\"}").json(200, "{\"value\":[]}");
    twins
        .query(TwinQuery.of("SELECT * FROM digitaltwins"), JsonObject.class, page)
        .forEach(t -> {});

    server.empty(204).empty(204).json(200, "{\"$metadata\":{}}").empty(204);
    twins.sendTelemetry("a", Map.of("t", 1), CallOption.sourceTime(Instant.EPOCH));
    Components components = twins.components("a");
    components.sendTelemetry("c", Map.of("t", 1), CallOption.messageId("m"));
    components.get("c", JsonObject.class);
    components.patch("c", patch, match);

    server.json(200, relationship).json(200, relationship).empty(204).empty(204);
    server.json(200, "{\"value\":[]}").json(200, "{\"value\":[]}").json(200, "{\"value\":[]}");
    Relationships relationships = twins.relationships("a");
    relationships.get("r");
    relationships.put("r", Relationship.of("b", "n").with("x", 1), CallOption.ifAbsent());
    relationships.patch("r", patch, match);
    relationships.delete("r", match);
    relationships.list().forEach(r -> {});
    relationships.list("n").forEach(r -> {});
    relationships.incoming(TRACED).forEach(r -> {});

    server.json(201, "[]").json(200, job).json(200, "{\"value\":[]}").empty(204).empty(204);
    Models models = twins.models();
    models.add("{\"@id\":\"dtmi:a;1\"}", "{\"@id\":\"dtmi:b;1\"}");
    models.get("dtmi:a;1");
    ModelFilter some = ModelFilter.ALL.dependenciesFor("dtmi:a;1", "dtmi:b;1").withDefinition();
    models.list(some, page).forEach(m -> {});
    models.decommission("dtmi:a;1");
    models.delete("dtmi:a;1");

    server.empty(204).json(200, job).json(200, "{\"value\":[]}").empty(204);
    EventRoutes routes = twins.eventRoutes();
    routes.put(new EventRoute("e", "hub", "true"));
    routes.get("e");
    routes.list(page).forEach(e -> {});
    routes.delete("e");

    server.json(201, job).json(200, job).json(200, "{\"value\":[]}").json(200, job).empty(204);
    Jobs.Imports imports = twins.jobs().imports();
    imports.start("j", "https://a/in", "https://a/out");
    imports.get("j");
    imports.list(page).forEach(j -> {});
    imports.cancel("j");
    imports.delete("j");

    server.json(202, job).json(200, job).json(200, "{\"value\":[]}");
    Jobs.Deletions deletions = twins.jobs().deletions();
    CallOption within = CallOption.jobTimeout(Duration.ofMinutes(30));
    deletions.startDeletingEverything(CallOption.operationId("d"), within);
    deletions.get("d");
    deletions.list(page).forEach(d -> {});
  }

  @Test
  void everyRequest_matchesContract() {
    everyOperation(server.twins());

    Set<String> seen = new TreeSet<>();
    for (int i = server.web.getRequestCount(); i > 0; i--) {
      RecordedRequest request = server.seen();
      assertThat(contract.violations(request)).as(request.getRequestLine()).isEmpty();
      seen.add(contract.operationId(request));
    }
    assertThat(seen).hasSize(32).isEqualTo(contract.operationIds());
  }

  @Test
  void invalidRequest_isDetected() throws Exception {
    wrong("PATCH", "/digitaltwins/a?api-version=2023-10-31", "[{\"op\":\"move\",\"path\":\"/a\"}]");
    assertThat(contract.violations(server.seen()))
        .hasSizeGreaterThan(1)
        .anyMatch(f -> f.contains("move") || f.contains("enum"));
    wrong("PUT", "/digitaltwins/a?api-version=1999-01-01&mine=1", "[]");
    assertThat(String.join(" ", contract.violations(server.seen())))
        .contains("api-version", "mine", "body");
    wrong("POST", "/digitaltwins/a/telemetry?api-version=2023-10-31", "{}");
    assertThat(String.join(" ", contract.violations(server.seen())))
        .contains("Message-Id is missing");
    wrong("POST", "/nowhere?api-version=2023-10-31", "{}");
    assertThat(contract.violations(server.seen())).hasSize(1);
  }

  private void wrong(String method, String path, String body) throws Exception {
    server.empty(204);
    Request request =
        new Request.Builder()
            .url(server.url(path))
            .method(method, RequestBody.create(body, MediaType.get("text/plain")))
            .build();
    server.plain.newCall(request).execute().close();
  }
}
