package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JSON-LD forms that published ontologies use. Each of them means the same to the service. */
final class DtdlFormsTest {
  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void oneValue_standsForASetOfOne() {
    add(
        """
        [{"@id": "dtmi:form:Base;1", "@type": ["Interface"], "@context": ["dtmi:dtdl:context;2"]},
         {"@id": "dtmi:form:Pump;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "extends": "dtmi:form:Base;1",
          "contents": {"@type": "Relationship", "name": "feeds",
            "properties": {"@type": "Property", "name": "flow", "schema": "double"}}},
         {"@id": "dtmi:form:Valve;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "schemas": {"@id": "dtmi:form:Valve:state;1", "@type": "Enum", "valueSchema": "string",
            "enumValues": {"name": "open", "enumValue": "Open"}},
          "contents": [
            {"@type": ["Property"], "name": "state", "schema": "dtmi:form:Valve:state;1"},
            {"@type": "Property", "name": "size", "schema": {"@type": ["Object"],
              "fields": {"name": "width", "schema": "double"}}}]}]
        """);

    emulator.putTwin("pump", twin("dtmi:form:Pump;1", ""));
    emulator.putTwin(
        "valve", twin("dtmi:form:Valve;1", ",\"state\":\"Open\",\"size\":{\"width\":2.5}"));
    emulator.putRelationship(
        "pump", "r", "{\"$relationshipName\":\"feeds\",\"$targetId\":\"valve\",\"flow\":1.5}");

    assertThat(put("valve", "dtmi:form:Valve;1", ",\"state\":\"Closed\"")).contains("state");
    assertThat(put("valve", "dtmi:form:Valve;1", ",\"size\":{\"depth\":1}")).contains("size");
  }

  @Test
  void setOfOne_standsForOneValue() {
    add(
        """
        [{"@id": "dtmi:form:Level;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "displayName": ["Level"],
          "contents": [
            {"@type": "Property", "name": ["number"], "schema": ["integer"]},
            {"@type": "Relationship", "name": "has", "target": ["dtmi:form:Level;1"]}]}]
        """);

    emulator.putTwin("level", twin("dtmi:form:Level;1", ",\"number\":3"));

    assertThat(put("level", "dtmi:form:Level;1", ",\"number\":\"3\"")).contains("number");
  }

  @Test
  void fullIdentifiers_standForTerms() {
    add(
        """
        [{"@id": "dtmi:form:Cooler;1", "@type": "dtmi:dtdl:class:Interface;2",
          "@context": "dtmi:dtdl:context;2",
          "dtmi:dtdl:property:contents;2": [
            {"@type": ["dtmi:dtdl:class:Property;2", "dtmi:standard:class:Temperature;2"],
             "dtmi:dtdl:property:name;2": "temperature",
             "dtmi:dtdl:property:schema;2": "dtmi:dtdl:instance:Schema:double;2",
             "unit": "dtmi:standard:unit:degreeCelsius;2"},
            {"@type": "Property", "name": "method",
             "dtmi:dtdl:property:schema;2": {"@type": "Enum", "valueSchema": "string",
               "dtmi:dtdl:property:enumValues;2": [{"name": "DX", "enumValue": "DX"}]}}]},
         {"@id": "dtmi:form:Fan;1", "@type": "Interface", "@context": "dtmi:dtdl:context;3",
          "dtmi:dtdl:property:contents;3": {"@type": "Property", "name": "speed",
            "schema": "dtmi:dtdl:instance:Schema:integer;3"}}]
        """);

    emulator.putTwin(
        "cooler", twin("dtmi:form:Cooler;1", ",\"temperature\":4.5,\"method\":\"DX\""));
    emulator.putTwin("fan", twin("dtmi:form:Fan;1", ",\"speed\":4"));

    assertThat(put("cooler", "dtmi:form:Cooler;1", ",\"method\":\"x\"")).contains("method");
    assertThat(put("fan", "dtmi:form:Fan;1", ",\"speed\":4.5")).contains("speed");
  }

  @Test
  void inlineInterfaces_areModelsOfTheirOwn() {
    Result response =
        http.call(
            "POST",
            "/models",
            """
            [{"@id": "dtmi:form:Phone;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
              "extends": {"@id": "dtmi:form:Device;1", "@type": "Interface",
                "contents": {"@type": "Property", "name": "serial", "schema": "string"}},
              "contents": {"@type": "Component", "name": "camera",
                "schema": {"@id": "dtmi:form:Camera;1", "@type": "Interface",
                  "contents": {"@type": "Property", "name": "zoom", "schema": "double"}}}}]
            """);

    assertThat(response.status()).isEqualTo(201);
    assertThat(http.get("/models/dtmi:form:Camera;1?includeModelDefinition=true").body())
        .contains("\"zoom\"", "dtmi:dtdl:context;2");
    assertThat(http.get("/models/dtmi:form:Device;1").status()).isEqualTo(200);
    emulator.putTwin(
        "phone",
        twin("dtmi:form:Phone;1", ",\"serial\":\"a\",\"camera\":{\"zoom\":2,\"$metadata\":{}}"));
  }

  @Test
  void referenceObject_standsForAnIdentifier() {
    add(
        """
        [{"@id": "dtmi:form:Lens;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2"},
         {"@id": "dtmi:form:Eye;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "extends": [{"@id": "dtmi:form:Lens;1"}],
          "contents": {"@type": "Component", "name": "lens",
            "schema": {"@id": "dtmi:form:Lens;1"}}}]
        """);

    emulator.putTwin("eye", twin("dtmi:form:Eye;1", ",\"lens\":{\"$metadata\":{}}"));
  }

  @Test
  void languageMaps_areKept() {
    add(
        """
        [{"@id": "dtmi:form:Raum;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "displayName": {"en": "Room", "de-AT": "Raum"}, "description": "A room.",
          "contents": {"@type": "Property", "name": "area", "schema": "double",
            "displayName": {"en": "Area"}, "comment": "In square metres.", "writable": true}}]
        """);

    JsonObject model = http.get("/models/dtmi:form:Raum;1").json();

    assertThat(model.get("displayName").toString())
        .isEqualTo("{\"en\":\"Room\",\"de-AT\":\"Raum\"}");
    assertThat(model.get("description").toString()).isEqualTo("{\"en\":\"A room.\"}");
  }

  @Test
  void nestedSchemas_ofVersionThree_areChecked() {
    add(
        """
        [{"@id": "dtmi:form:Plan;1", "@type": "Interface", "@context": "dtmi:dtdl:context;3",
          "contents": [
            {"@type": "Property", "name": "rows", "schema": {"@type": "Array", "elementSchema":
              {"@type": "Map", "mapKey": {"name": "key", "schema": "string"},
               "mapValue": {"name": "value", "schema": {"@type": "Object", "fields": [
                 {"name": "kind", "schema": {"@type": "Enum", "valueSchema": "integer",
                   "enumValues": [{"name": "one", "enumValue": 1}]}}]}}}}},
            {"@type": "Property", "name": "outline", "schema": "polygon"},
            {"@type": "Property", "name": "spot",
             "schema": "dtmi:standard:schema:geospatial:point;3"},
            {"@type": "Property", "name": "empty", "schema": {"@type": "Object"}},
            {"@type": "Relationship", "name": "many", "minMultiplicity": 0,
             "maxMultiplicity": 10000}]}]
        """);

    emulator.putTwin(
        "plan",
        twin(
            "dtmi:form:Plan;1",
            ",\"rows\":[{\"a\":{\"kind\":1}},{}],\"empty\":{},"
                + "\"outline\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,1],[0,0]]]},"
                + "\"spot\":{\"type\":\"Point\",\"coordinates\":[47.6,-122.1]}"));

    assertThat(put("plan", "dtmi:form:Plan;1", ",\"rows\":[{\"a\":{\"kind\":2}}]"))
        .contains("rows");
    assertThat(put("plan", "dtmi:form:Plan;1", ",\"spot\":{\"type\":\"Polygon\"}"))
        .contains("spot");
    assertThat(
            put(
                "plan",
                "dtmi:form:Plan;1",
                ",\"outline\":{\"type\":\"Polygon\",\"coordinates\":[[\"a\"]]}"))
        .contains("outline");
  }

  @Test
  void featureExtensions_ofVersionThree_areAccepted() {
    add(
        """
        [{"@id": "dtmi:form:Sensor;1", "@type": "Interface",
          "@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1",
            "dtmi:dtdl:extension:historization;1", "dtmi:dtdl:extension:annotation;1",
            "dtmi:dtdl:extension:streaming;1"],
          "contents": [
            {"@type": ["Telemetry", "Temperature", "Historized"], "name": "now",
             "schema": "double", "unit": "degreeFahrenheit"},
            {"@type": ["Property", "ValueAnnotation"], "name": "calibrated", "annotates": "now",
             "schema": "date"},
            {"@type": ["Property", "Streaming"], "name": "rate", "schema": "double"},
            {"@type": "Property", "name": "limits", "schema": {"@type": "Object", "fields": [
              {"@type": ["Field", "ApparentPower"], "name": "peak", "schema": "double",
               "unit": "kilovoltAmpere"}]}}]}]
        """);

    emulator.putTwin(
        "sensor", twin("dtmi:form:Sensor;1", ",\"rate\":1,\"calibrated\":\"2026-01-02\""));
  }

  /** Exports of IoT Central contain types that only its own extension defines. */
  @Test
  void unknownExtension_ofVersionTwo_isAccepted() {
    add(
        """
        [{"@id": "dtmi:form:Device;1", "@type": "Interface",
          "@context": ["dtmi:iotcentral:context;2", "dtmi:dtdl:context;2"],
          "contents": {"@type": ["Property", "Cloud"], "name": "color", "schema": "string",
            "unit": "shade"}}]
        """);

    emulator.putTwin("device", twin("dtmi:form:Device;1", ",\"color\":\"red\""));
  }

  @Test
  void versionsOfVersionThree_areRelaxed() {
    add(
        """
        [{"@id": "dtmi:form:Free", "@type": "Interface", "@context": "dtmi:dtdl:context;3"},
         {"@id": "dtmi:form:Minor;1.2", "@type": "Interface", "@context": "dtmi:dtdl:context;3",
          "extends": "dtmi:form:Free"}]
        """);

    emulator.putTwin("free", twin("dtmi:form:Free", ""));
    emulator.putTwin("minor", twin("dtmi:form:Minor;1.2", ""));

    assertThat(http.get("/models/dtmi:form:Minor;1.2").status()).isEqualTo(200);
    assertThat(http.get("/models/dtmi:form:Free").status()).isEqualTo(200);
  }

  @Test
  void byteOrderMark_isSkipped() {
    Result response =
        http.call(
            "POST",
            "/models",
            "\uFEFF[{\"@id\":\"dtmi:form:Mark;1\",\"@type\":\"Interface\","
                + "\"@context\":\"dtmi:dtdl:context;2\"}]");

    assertThat(response.status()).isEqualTo(201);
  }

  @Test
  void diamondInheritance_isNotAConflict() {
    add(
        """
        [{"@id": "dtmi:form:Top;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "contents": {"@type": "Property", "name": "name", "schema": "string"}},
         {"@id": "dtmi:form:Left;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "extends": "dtmi:form:Top;1"},
         {"@id": "dtmi:form:Right;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "extends": "dtmi:form:Top;1"},
         {"@id": "dtmi:form:Bottom;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "extends": ["dtmi:form:Left;1", "dtmi:form:Right;1"]}]
        """);

    emulator.putTwin("bottom", twin("dtmi:form:Bottom;1", ",\"name\":\"b\""));
  }

  private void add(String models) {
    Result response = http.call("POST", "/models", models);
    assertThat(response.status()).as(response.body()).isEqualTo(201);
  }

  /** Puts a twin that is expected to be invalid and returns the response body. */
  private String put(String id, String model, String properties) {
    Result response = http.call("PUT", "/digitaltwins/" + id, twin(model, properties));
    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo("ValidationFailed");
    return response.body();
  }

  private static String twin(String model, String properties) {
    return "{\"$metadata\":{\"$model\":\"" + model + "\"}" + properties + "}";
  }
}
