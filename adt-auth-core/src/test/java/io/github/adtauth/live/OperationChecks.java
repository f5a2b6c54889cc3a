package io.github.adtauth.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.Components;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.EventRoute;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.ModelFilter;
import io.github.adtauth.twins.Models;
import io.github.adtauth.twins.Relationship;
import io.github.adtauth.twins.Relationships;
import io.github.adtauth.twins.TwinQuery;
import java.util.Map;

/**
 * Each operation on models, twins, components, relationships and event routes once, on models and
 * twins of this run only. The steps depend on each other in this order.
 */
final class OperationChecks {
  private final DigitalTwinsClient twins;
  private final CheckRunner runner;
  private final CleanUp cleanUp;
  private final LiveTarget target;
  private final String run;
  private final String thermostat;
  private final String room;
  private final String first;
  private final String second;

  OperationChecks(
      DigitalTwinsClient twins, CheckRunner runner, CleanUp cleanUp, LiveTarget target) {
    this.twins = twins;
    this.runner = runner;
    this.cleanUp = cleanUp;
    this.target = target;
    run = cleanUp.run();
    thermostat = "dtmi:adtauthlive:" + run + ":Thermostat;1";
    room = "dtmi:adtauthlive:" + run + ":Room;1";
    first = "adt-auth-live-" + run + "-1";
    second = "adt-auth-live-" + run + "-2";
  }

  void run() {
    models();
    twins();
    components();
    relationships();
    eventRoutes();
    runner.check("twins: delete", () -> twins.deleteTwin(first));
    runner.check("models: decommission", () -> twins.models().decommission(room));
    runner.check("models: delete", () -> twins.models().delete(room));
  }

  private void models() {
    Models models = twins.models();
    cleanUp.add("model " + thermostat, () -> models.delete(thermostat));
    cleanUp.add("model " + room, () -> models.delete(room)); // first, as it refers to the other
    runner.check("models: add", () -> models.add(thermostatModel(), roomModel()));
    runner.check("models: get", () -> assertThat(models.get(room).id()).isEqualTo(room));
    runner.check(
        "models: list",
        () -> assertThat(models.list(ModelFilter.ALL.dependenciesFor(room))).hasSize(2));
  }

  private void twins() {
    cleanUp.add("twin " + first, () -> twins.deleteTwin(first));
    cleanUp.add("twin " + second, () -> twins.deleteTwin(second));
    runner.check(
        "twins: put",
        () -> {
          twins.putTwin(first, newRoom(20), CallOption.ifAbsent());
          twins.putTwin(second, newRoom(21), CallOption.ifAbsent());
        });
    runner.check(
        "twins: get",
        () -> assertThat(twins.getTwin(first, DigitalTwin.class).modelId()).isEqualTo(room));
    runner.check(
        "twins: patch",
        () -> {
          String etag = twins.getTwin(first, DigitalTwin.class).etag();
          JsonPatch warmer = JsonPatch.create().replace("/temperature", 22.5);
          assertThat(twins.patchTwin(first, warmer, CallOption.ifMatch(etag))).isNotEmpty();
        });
    // The index follows after some seconds, so the number of results is not compared.
    TwinQuery rooms = TwinQuery.of("SELECT * FROM digitaltwins T WHERE IS_OF_MODEL(T, ?)", room);
    runner.check("query", () -> twins.query(rooms, DigitalTwin.class).forEach(twin -> {}));
    runner.check("twins: telemetry", () -> twins.sendTelemetry(first, Map.of("t", 1)));
  }

  private void components() {
    Components components = twins.components(first);
    runner.check(
        "components: get",
        () ->
            assertThat(components.get("thermostat", JsonObject.class).get("setPoint").getAsInt())
                .isEqualTo(21));
    JsonPatch warmer = JsonPatch.create().replace("/setPoint", 22);
    runner.check("components: patch", () -> components.patch("thermostat", warmer));
    runner.check(
        "components: telemetry", () -> components.sendTelemetry("thermostat", Map.of("t", 1)));
  }

  private void relationships() {
    Relationships ofFirst = twins.relationships(first);
    cleanUp.add("relationship r of " + first, () -> ofFirst.delete("r"));
    runner.check(
        "relationships: put",
        () -> ofFirst.put("r", Relationship.of(second, "nextTo").with("since", 2020)));
    runner.check(
        "relationships: get", () -> assertThat(ofFirst.get("r").targetId()).isEqualTo(second));
    JsonPatch later = JsonPatch.create().replace("/since", 2021);
    runner.check("relationships: patch", () -> ofFirst.patch("r", later));
    runner.check("relationships: list", () -> assertThat(ofFirst.list()).hasSize(1));
    runner.check(
        "relationships: incoming",
        () -> assertThat(twins.relationships(second).incoming()).hasSize(1));
    runner.check("relationships: delete", () -> ofFirst.delete("r"));
  }

  private void eventRoutes() {
    runner.check("event routes: list", () -> twins.eventRoutes().list().forEach(eventRoute -> {}));
    String endpoint = target.variable(LiveTarget.EVENT_ENDPOINT).orElse("");
    if (endpoint.isEmpty()) {
      for (String operation : new String[] {"put", "get", "delete"}) {
        runner.skip("event routes: " + operation, "Set " + LiveTarget.EVENT_ENDPOINT + ".");
      }
      return;
    }
    String id = "adt-auth-live-" + run;
    cleanUp.add("event route " + id, () -> twins.eventRoutes().delete(id));
    EventRoute nothing = new EventRoute(id, endpoint, "false");
    runner.check("event routes: put", () -> twins.eventRoutes().put(nothing));
    runner.check(
        "event routes: get",
        () -> assertThat(twins.eventRoutes().get(id).endpointName()).isEqualTo(endpoint));
    runner.check("event routes: delete", () -> twins.eventRoutes().delete(id));
  }

  private DigitalTwin newRoom(double temperature) {
    return DigitalTwin.of(room)
        .with("temperature", temperature)
        .with("thermostat", Map.of("$metadata", Map.of(), "setPoint", 21));
  }

  private String thermostatModel() {
    return """
        {"@id":"%s","@type":"Interface","@context":"dtmi:dtdl:context;2",
         "contents":[{"@type":"Property","name":"setPoint","schema":"double","writable":true},
          {"@type":"Telemetry","name":"t","schema":"double"}]}"""
        .formatted(thermostat);
  }

  private String roomModel() {
    return """
        {"@id":"%s","@type":"Interface","@context":"dtmi:dtdl:context;2",
         "contents":[{"@type":"Property","name":"temperature","schema":"double","writable":true},
          {"@type":"Telemetry","name":"t","schema":"double"},
          {"@type":"Component","name":"thermostat","schema":"%s"},
          {"@type":"Relationship","name":"nextTo","properties":[
            {"@type":"Property","name":"since","schema":"integer","writable":true}]}]}"""
        .formatted(room, thermostat);
  }
}
