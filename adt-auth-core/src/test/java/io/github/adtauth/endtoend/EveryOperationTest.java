package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.twins.TwinsEmulator;
import io.github.adtauth.twins.AccessDeniedException;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.DigitalTwinsException;
import io.github.adtauth.twins.EventRoute;
import io.github.adtauth.twins.EventRoutes;
import io.github.adtauth.twins.ImportJob;
import io.github.adtauth.twins.IncomingRelationship;
import io.github.adtauth.twins.Jobs;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.ModelData;
import io.github.adtauth.twins.ModelFilter;
import io.github.adtauth.twins.Models;
import io.github.adtauth.twins.NotFoundException;
import io.github.adtauth.twins.PreconditionFailedException;
import io.github.adtauth.twins.Relationship;
import io.github.adtauth.twins.TwinQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests each operation against the emulated instance. */
class EveryOperationTest {
  private static final String THERMOSTAT =
      """
      {"@id":"dtmi:test:Thermostat;1","@type":"Interface","@context":"dtmi:dtdl:context;2",
       "contents":[{"@type":"Property","name":"setPoint","schema":"double","writable":true}]}""";
  private static final String ROOM =
      """
      {"@id":"dtmi:test:Room;1","@type":"Interface","@context":"dtmi:dtdl:context;2",
       "contents":[{"@type":"Property","name":"temperature","schema":"double","writable":true},
        {"@type":"Component","name":"thermostat","schema":"dtmi:test:Thermostat;1"},
        {"@type":"Relationship","name":"nextTo","properties":[
          {"@type":"Property","name":"since","schema":"integer","writable":true}]}]}""";

  private final ManualTime time = new ManualTime();
  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final TwinsEmulator instance = azure.twins();
  private DigitalTwinsClient twins;

  @BeforeEach
  void open() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(entra.daemon().clientId())
            .tenant(entra.tenantId())
            .endpoint(azure.endpoint())
            .build();
    twins =
        DigitalTwins.builder(config)
            .httpClient(azure.httpClient())
            .timing(TestTiming.of(time))
            .retry(RetryPolicy.NONE)
            .build()
            .client(
                SignIn.with(config)
                    .httpClient(azure.httpClient())
                    .service(ClientCredential.secret(entra.daemon().secret())));
  }

  @AfterEach
  void close() {
    azure.close();
  }

  private static DigitalTwin room(double temperature) {
    return DigitalTwin.of("dtmi:test:Room;1")
        .with("temperature", temperature)
        .with("thermostat", Map.of("$metadata", Map.of(), "setPoint", 21));
  }

  private void rooms() {
    twins.models().add(THERMOSTAT, ROOM);
    twins.putTwin("a", room(20));
    twins.putTwin("b", room(30));
  }

  private static void assertRejected(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DigitalTwinsException.class, e -> assertThat(e.errorCode()).contains(code));
  }

  @Test
  void models_areManaged() {
    Models models = twins.models();
    assertThat(models.add(THERMOSTAT, ROOM)).hasSize(2);
    assertThat(models.list()).extracting(ModelData::model).containsOnlyNulls().hasSize(2);
    assertThat(models.list(ModelFilter.ALL.dependenciesFor("dtmi:test:Room;1").withDefinition()))
        .extracting(ModelData::id)
        .containsExactlyInAnyOrder("dtmi:test:Room;1", "dtmi:test:Thermostat;1");
    assertThat(models.list(CallOption.pageSize(1)).byPage()).hasSize(2);
    assertThat(models.get("dtmi:test:Room;1").model()).isNotNull();

    assertRejected("ModelIdAlreadyExists", () -> models.add(ROOM));
    assertRejected("DTDLParserError", () -> models.add("{\"@id\":\"dtmi:x;1\"}"));
    assertRejected("ModelReferencesNotDeleted", () -> models.delete("dtmi:test:Thermostat;1"));
    assertRejected("ModelNotFound", () -> models.get("dtmi:none;1"));
    models.decommission("dtmi:test:Room;1");
    assertThat(models.get("dtmi:test:Room;1").decommissioned()).isTrue();
    assertRejected("ModelDecommissioned", () -> twins.putTwin("a", room(1)));
    models.delete("dtmi:test:Room;1");
    assertThat(models.list()).hasSize(1);
  }

  @Test
  void twins_areManagedAndQueried() {
    rooms();
    DigitalTwin a = twins.getTwin("a", DigitalTwin.class);
    assertThat(a.lastUpdateTime()).isPresent();
    String etag =
        twins.patchTwin(
            "a", JsonPatch.create().replace("/temperature", 26.5), CallOption.ifMatch(a.etag()));
    assertThat(twins.getTwin("a", DigitalTwin.class).etag()).isEqualTo(etag);
    TwinQuery warm = TwinQuery.of("SELECT * FROM digitaltwins T WHERE T.temperature > ?", 26);
    assertThat(twins.query(warm, DigitalTwin.class, CallOption.pageSize(1)))
        .extracting(DigitalTwin::id)
        .containsExactlyInAnyOrder("a", "b");

    JsonPatch patch = JsonPatch.create().replace("/temperature", 1);
    assertThatThrownBy(() -> twins.patchTwin("a", patch, CallOption.ifMatch(a.etag())))
        .isInstanceOf(PreconditionFailedException.class);
    assertThatThrownBy(() -> twins.putTwin("a", room(1), CallOption.ifAbsent()))
        .isInstanceOf(PreconditionFailedException.class);
    assertRejected("ValidationFailed", () -> twins.putTwin("a", DigitalTwin.of("dtmi:none;1")));
    assertRejected(
        "JsonPatchInvalid", () -> twins.patchTwin("a", JsonPatch.create().remove("/none")));
    assertRejected(
        "SqlQueryError", () -> twins.query(TwinQuery.of("foo"), JsonObject.class).forEach(t -> {}));
    twins.deleteTwin("a");
    assertRejected("DigitalTwinNotFound", () -> twins.getTwin("a", DigitalTwin.class));
    assertThatThrownBy(() -> twins.deleteTwin("a")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void componentsAndTelemetry_areManaged() {
    rooms();
    JsonObject thermostat = twins.components("a").get("thermostat", JsonObject.class);
    assertThat(thermostat.get("setPoint").getAsDouble()).isEqualTo(21);
    CallOption asRead = CallOption.ifMatch(thermostat.get("$etag").getAsString());
    JsonPatch warmer = JsonPatch.create().replace("/setPoint", 22);
    assertThat(twins.components("a").patch("thermostat", warmer, asRead)).isNotEmpty();
    assertThatThrownBy(() -> twins.components("a").patch("thermostat", warmer, asRead))
        .isInstanceOf(PreconditionFailedException.class);
    assertRejected("ComponentNotFound", () -> twins.components("a").get("none", JsonObject.class));

    twins.sendTelemetry("a", Map.of("t", 1), CallOption.messageId("m-1"));
    twins.components("a").sendTelemetry("thermostat", Map.of("t", 2));
    assertThat(instance.telemetry()).hasSize(2);
    assertThat(instance.telemetry().get(0).messageId()).isEqualTo("m-1");
    assertThat(instance.telemetry().get(1).component()).isEqualTo("thermostat");
    assertRejected("DigitalTwinNotFound", () -> twins.sendTelemetry("none", Map.of()));
  }

  @Test
  void relationships_areManaged() {
    rooms();
    Relationship nextTo = Relationship.of("b", "nextTo").with("since", 2020);
    Relationship stored = twins.relationships("a").put("r", nextTo, CallOption.ifAbsent());
    assertThat(twins.relationships("a").get("r")).isEqualTo(stored);
    twins.relationships("a").patch("r", JsonPatch.create().replace("/since", 2021));
    assertThat(twins.relationships("a").list("nextTo"))
        .extracting(r -> r.properties().get("since").getAsInt())
        .containsExactly(2021);
    assertThat(twins.relationships("b").incoming())
        .extracting(IncomingRelationship::sourceId)
        .containsExactly("a");

    assertRejected("RelationshipsNotDeleted", () -> twins.deleteTwin("b"));
    assertRejected(
        "TargetDigitalTwinNotFound",
        () -> twins.relationships("a").put("x", Relationship.of("none", "nextTo")));
    assertRejected("RelationshipNotFound", () -> twins.relationships("a").get("none"));
    assertThatThrownBy(() -> twins.relationships("a").delete("r", CallOption.ifMatch("W/\"0\"")))
        .isInstanceOf(PreconditionFailedException.class);
    twins.relationships("a").delete("r");
    assertThat(twins.relationships("a").list()).isEmpty();
  }

  @Test
  void eventRoutes_areManaged() {
    EventRoutes routes = twins.eventRoutes();
    assertRejected(
        "EventRouteEndpointInvalid", () -> routes.put(new EventRoute("e", "hub", "true")));
    instance.addEndpoint("hub");
    routes.put(new EventRoute("e", "hub", "true"));
    assertThat(routes.get("e").endpointName()).isEqualTo("hub");
    assertThat(routes.list()).hasSize(1);
    assertRejected(
        "EventRouteFilterInvalid", () -> routes.put(new EventRoute("f", "hub", "type is")));
    routes.delete("e");
    assertRejected("EventRouteNotFound", () -> routes.get("e"));
  }

  @Test
  void importsAndDeletions_areRun() {
    Jobs.Imports imports = twins.jobs().imports();
    String in = "https://contoso.blob.core.windows.net/c/in.ndjson";
    String out = "https://contoso.blob.core.windows.net/c/out.ndjson";
    instance.putBlob(in, ndjson());
    imports.start("j", in, out);
    assertThatThrownBy(() -> imports.start("k", in, out)).isInstanceOf(UnavailableException.class);
    List<String> seen = new ArrayList<>();
    ImportJob done = imports.waitFor("j", Duration.ofHours(1), job -> seen.add(job.status()));
    assertThat(done.isSucceeded()).isTrue();
    assertThat(seen).hasSizeGreaterThan(1);
    assertThat(twins.getTwin("x", DigitalTwin.class).modelId()).isEqualTo("dtmi:test:Thermostat;1");
    assertRejected("JobIdAlreadyExists", () -> imports.start("j", in, out));
    assertRejected("JobNotFound", () -> imports.get("none"));
    imports.start("k", in, out);
    imports.cancel("k");
    assertThat(imports.waitFor("k", Duration.ofHours(1), job -> {}).status())
        .isEqualTo("cancelled");
    assertThat(imports.list()).hasSize(2);
    imports.delete("j");
    assertThat(imports.list()).hasSize(1);

    Jobs.Deletions deletions = twins.jobs().deletions();
    DeleteJob started = deletions.startDeletingEverything(CallOption.operationId("d"));
    assertThat(deletions.waitFor(started, Duration.ofHours(1), job -> {}).isSucceeded()).isTrue();
    assertThat(deletions.get("d").isFinished()).isTrue();
    assertThat(deletions.list()).hasSize(1);
    assertThat(instance.twinCount()).isZero();
    assertRejected("JobNotFound", () -> deletions.get("none"));
  }

  private static String ndjson() {
    return String.join(
        "\n",
        "{\"Section\":\"Header\"}",
        "{\"fileVersion\":\"1.0.0\",\"author\":\"test\",\"organization\":\"test\"}",
        "{\"Section\":\"Models\"}",
        THERMOSTAT.replace("\n", ""),
        "{\"Section\":\"Twins\"}",
        "{\"$dtId\":\"x\",\"$metadata\":{\"$model\":\"dtmi:test:Thermostat;1\"},\"setPoint\":20}",
        "{\"Section\":\"Relationships\"}");
  }

  @Test
  void missingRole_isReported() {
    instance.revokeRole(entra.daemon().servicePrincipalId());

    assertThatThrownBy(() -> twins.models().list().forEach(m -> {}))
        .isInstanceOf(AccessDeniedException.class);
  }
}
