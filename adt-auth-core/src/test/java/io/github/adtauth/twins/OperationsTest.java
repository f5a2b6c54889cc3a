package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

/** Tests the requests of components, telemetry, models, event routes and jobs. */
class OperationsTest extends TwinsServerFixture {
  private static final String IMPORT =
      """
      {"id":"job-1","inputBlobUri":"https://a.blob.core.windows.net/c/in",
       "outputBlobUri":"https://a.blob.core.windows.net/c/out","status":"running",
       "createdDateTime":"2023-05-18T23:08:00.6917685+00:00",
       "lastActionDateTime":"2023-05-18T23:08:01.123456Z","purgeDateTime":null,"new":[1]}""";
  private static final String DELETION =
      """
      {"id":"d-1","status":"failed","createdDateTime":"2023-05-18T23:08:00Z",
       "error":{"code":"Boom","message":"It broke."}}""";

  record Thermostat(double setPoint, @SerializedName("$etag") String etag) {}

  private RecordedRequest sent(String line) {
    RecordedRequest request = server.seen();
    assertThat(request.getRequestLine().replace("?api-version=2023-10-31", ""))
        .isEqualTo(line + " HTTP/1.1");
    return request;
  }

  @Test
  void component_isReadWithEtagOfTwin() {
    String component = "{\"$metadata\":{},\"setPoint\":20.5}";
    server.json(200, component, "ETag", "W/\"9\"").json(200, component);

    assertThat(twins.components("room/1").get("thermostat", Thermostat.class))
        .isEqualTo(new Thermostat(20.5, "W/\"9\""));
    assertThat(twins.components("r").get("t", JsonObject.class).has("$etag")).isFalse();

    sent("GET /digitaltwins/room%2F1/components/thermostat");
  }

  @Test
  void component_isPatched() {
    server.empty(204, "ETag", "W/\"10\"");

    assertThat(
            twins
                .components("r")
                .patch(
                    "thermostat",
                    JsonPatch.create().replace("/setPoint", 21),
                    CallOption.ifMatch("W/\"9\"")))
        .isEqualTo("W/\"10\"");

    RecordedRequest request = sent("PATCH /digitaltwins/r/components/thermostat");
    assertThat(request.getHeaders().get("If-Match")).isEqualTo("W/\"9\"");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json-patch+json");
  }

  @Test
  void telemetry_isSentWithNewId() {
    server.empty(204).empty(204).empty(204);

    twins.sendTelemetry("r", Map.of("temperature", 21));
    twins.components("r").sendTelemetry("thermostat", Map.of("temperature", 21));
    twins.sendTelemetry(
        "r",
        new JsonObject(),
        CallOption.messageId("m-1"),
        CallOption.sourceTime(Instant.parse("2026-01-05T08:00:00.5Z")));

    RecordedRequest first = sent("POST /digitaltwins/r/telemetry");
    RecordedRequest second = sent("POST /digitaltwins/r/components/thermostat/telemetry");
    RecordedRequest third = sent("POST /digitaltwins/r/telemetry");
    assertThat(first.getBody().utf8()).isEqualTo("{\"temperature\":21}");
    assertThat(first.getHeaders().get("Message-Id"))
        .hasSize(36)
        .isNotEqualTo(second.getHeaders().get("Message-Id"));
    assertThat(first.getHeaders().get("Telemetry-Source-Time")).isNull();
    assertThat(third.getHeaders().values("Message-Id")).containsExactly("m-1");
    assertThat(third.getHeaders().get("Telemetry-Source-Time"))
        .isEqualTo("2026-01-05T08:00:00.500Z");
  }

  @Test
  void telemetryOtherThanObject_isNotSent() {
    assertThatIllegalArgumentException().isThrownBy(() -> twins.sendTelemetry("r", List.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.components("r").sendTelemetry("t", 7));
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void incomingRelationships_areListed() {
    server.json(
        200,
        """
        {"value":[{"$relationshipId":"c","$sourceId":"floor","$relationshipName":"contains",
          "$relationshipLink":"https://x/digitaltwins/floor/relationships/c"}],"nextLink":null}""");

    assertThat(twins.relationships("r").incoming())
        .containsExactly(
            new IncomingRelationship(
                "c", "floor", "contains", "https://x/digitaltwins/floor/relationships/c"));

    sent("GET /digitaltwins/r/incomingrelationships");
  }

  @Test
  void models_areListedWithDependencies() {
    server.json(200, "{\"value\":[{\"id\":\"dtmi:a;1\"}],\"nextLink\":null}");
    ModelFilter filter = ModelFilter.ALL.dependenciesFor("dtmi:b;1", "dtmi:c;1").withDefinition();

    assertThat(twins.models().list(filter, CallOption.pageSize(50)))
        .extracting(ModelData::id)
        .containsExactly("dtmi:a;1");

    RecordedRequest request = server.seen();
    assertThat(request.getUrl().queryParameterValues("dependenciesFor"))
        .containsExactly("dtmi:b;1", "dtmi:c;1");
    assertThat(request.getUrl().queryParameter("includeModelDefinition")).isEqualTo("true");
    assertThat(request.getHeaders().get("max-items-per-page")).isEqualTo("50");
    assertThat(filter).hasToString("ModelFilter[dtmi:b;1, dtmi:c;1, with definition]");
    assertThat(ModelFilter.ALL).hasToString("ModelFilter[all]");
  }

  @Test
  void model_isDecommissionedAndDeleted() {
    server.empty(204).empty(204);

    twins.models().decommission("dtmi:a;1");
    twins.models().delete("dtmi:a;1");

    assertThat(sent("PATCH /models/dtmi%3Aa%3B1").getBody().utf8())
        .isEqualTo("[{\"op\":\"replace\",\"path\":\"/decommissioned\",\"value\":true}]");
    sent("DELETE /models/dtmi%3Aa%3B1");
  }

  @Test
  void eventRoutes_areWrittenReadListedAndDeleted() {
    String route = "{\"id\":\"all\",\"endpointName\":\"hub\",\"filter\":\"true\"}";
    server
        .empty(204)
        .json(200, route)
        .json(200, "{\"value\":[" + route + "],\"nextLink\":null}")
        .empty(204);
    EventRoute all = new EventRoute("all", "hub", "true");

    twins.eventRoutes().put(all);
    assertThat(twins.eventRoutes().get("all")).isEqualTo(all);
    assertThat(twins.eventRoutes().list()).containsExactly(all);
    twins.eventRoutes().delete("all");

    assertThat(sent("PUT /eventroutes/all").getBody().utf8())
        .isEqualTo("{\"endpointName\":\"hub\",\"filter\":\"true\"}");
    sent("GET /eventroutes/all");
    sent("GET /eventroutes");
    sent("DELETE /eventroutes/all");
  }

  @Test
  void importJob_isStartedReadListedCanceledAndDeleted() {
    server
        .json(201, IMPORT)
        .json(200, IMPORT)
        .json(200, "{\"value\":[" + IMPORT + "]}")
        .json(200, IMPORT)
        .empty(204);
    Jobs.Imports imports = twins.jobs().imports();

    ImportJob started = imports.start("job-1", "https://a/in", "https://a/out");
    assertThat(imports.get("job-1")).isEqualTo(started);
    assertThat(imports.list()).containsExactly(started);
    imports.cancel("job-1");
    imports.delete("job-1");

    assertThat(started.toString()).startsWith("ImportJob[job-1, running");
    assertThat(started.isFinished()).isFalse();
    assertThat(started.createdDateTime()).isEqualTo(Instant.parse("2023-05-18T23:08:00.6917685Z"));
    assertThat(started.lastActionDateTime())
        .isEqualTo(Instant.parse("2023-05-18T23:08:01.123456Z"));
    assertThat(started.purgeDateTime()).isNull();
    assertThat(JsonParser.parseString(sent("PUT /jobs/imports/job-1").getBody().utf8()))
        .isEqualTo(
            JsonParser.parseString(
                "{\"inputBlobUri\":\"https://a/in\",\"outputBlobUri\":\"https://a/out\"}"));
    sent("GET /jobs/imports/job-1");
    sent("GET /jobs/imports");
    RecordedRequest cancel = sent("POST /jobs/imports/job-1/cancel");
    assertThat(cancel.getHeaders().get("Content-Length")).isEqualTo("0");
    assertThat(cancel.getHeaders().get("Content-Type")).isNull();
    sent("DELETE /jobs/imports/job-1");
  }

  @Test
  void deleteJob_isStartedReadAndListed() {
    server
        .json(202, DELETION, "Operation-Location", server.url("/jobs/deletions/d-1?x=1"))
        .json(200, DELETION)
        .json(200, "{\"value\":[" + DELETION + "],\"nextLink\":null}");
    Jobs.Deletions deletions = twins.jobs().deletions();

    DeleteJob started =
        deletions.startDeletingEverything(
            CallOption.operationId("d-1"), CallOption.jobTimeout(Duration.ofSeconds(61)));
    DeleteJob read = deletions.get("d-1");

    assertThat(started.location()).endsWith("/jobs/deletions/d-1?x=1");
    assertThat(started.isFinished()).isTrue();
    assertThat(started.isSucceeded()).isFalse();
    assertThat(read.error()).isEqualTo(new Detail("Boom", "It broke."));
    assertThat(deletions.list()).containsExactly(read);
    RecordedRequest request = server.seen();
    assertThat(request.getRequestLine())
        .isEqualTo("POST /jobs/deletions?timeoutInMinutes=2&api-version=2023-10-31 HTTP/1.1");
    assertThat(request.getHeaders().get("operation-id")).isEqualTo("d-1");
    sent("GET /jobs/deletions/d-1");
    sent("GET /jobs/deletions");
  }
}
