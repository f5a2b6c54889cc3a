package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adding, listing, decommissioning and deleting models. */
final class ModelOperationsTest {
  private static final String WIFI =
      """
      [{"@id": "dtmi:example:wifi;1", "@type": "Interface",
        "@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"],
        "displayName": "Wifi", "contents": [
          {"@type": "Property", "name": "network", "schema": "string"}]},
       {"@id": "dtmi:example:space;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [{"@type": "Property", "name": "area", "schema": "double"}]},
       {"@id": "dtmi:example:wifiroom;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "displayName": {"en": "Room", "de": "Raum"}, "description": "With a router.",
        "extends": ["dtmi:example:space;1"], "contents": [
          {"@type": "Relationship", "name": "in", "target": "dtmi:example:floor;1"},
          {"@type": "Component", "name": "access", "schema": "dtmi:example:wifi;1"}]}]
      """;

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
  void add_returns201WithArrayOfModelData() {
    Result response = http.call("POST", "/models", WIFI);

    assertThat(response.status()).isEqualTo(201);
    JsonArray models = response.array();
    assertThat(models).hasSize(3);
    assertThat(models.get(2).toString())
        .isEqualTo(
            "{\"id\":\"dtmi:example:wifiroom;1\",\"description\":{\"en\":\"With a router.\"},"
                + "\"displayName\":{\"en\":\"Room\",\"de\":\"Raum\"},\"decommissioned\":false,"
                + "\"uploadTime\":\"2026-03-01T10:20:30.1234567+00:00\"}");
    assertThat(models.get(1).getAsJsonObject().get("description").toString()).isEqualTo("{}");
  }

  @Test
  void existingModel_returnsRecorded409AndAddsNothing() {
    emulator.addModels(WIFI);

    Result response =
        http.call(
            "POST",
            "/models",
            "[" + minimalModel("dtmi:example:wifi;1") + "," + minimalModel("dtmi:n:n;1") + "]");

    assertThat(response.status()).isEqualTo(409);
    assertThat(response.errorCode()).isEqualTo("ModelIdAlreadyExists");
    assertThat(response.errorMessage())
        .isEqualTo(
            "Some of the model ids already exist: dtmi:example:wifi;1. Use Model_List API to view"
                + " models that already exist. See the Swagger example"
                + " (http://aka.ms/ModelListSwSmpl).");
    assertThat(http.get("/models/dtmi:n:n;1").status()).isEqualTo(404);
  }

  @Test
  void modelWithoutId_returnsRecordedParserError() {
    Result response =
        http.call(
            "POST",
            "/models",
            "[{\"@context\":\"dtmi:dtdl:context;2\",\"displayName\":\"Component1\"}]");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorMessage())
        .isEqualTo(
            "None of the models in this request could be created due to a problem with one or more"
                + " models: Top-level element requires an identifer but none provided. Add an"
                + " '@id' property whose value is a string that conforms to the DTMI syntax -- see"
                + " https://github.com/Azure/digital-twin-model-identifier.. See model"
                + " documentation(http://aka.ms/ADTv2Models) for supported format.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'@id':'room','@type':'Interface','@context':'dtmi:dtdl:context;2'} | DTDLParserError",
        "{'@id':'dtmi:a:b;1','@type':'Interface'} | DTDLParserError",
        "{'@id':'dtmi:a:b;1','@type':'Interface','@context':'dtmi:dtdl:context;4'}"
            + " | ModelVersionNotSupported",
        "{'@id':'dtmi:a:b;1','@type':'Thing','@context':'dtmi:dtdl:context;2'} | DTDLParserError",
        "{C:[{'@type':'Property','name':'a b','schema':'string'}]} | DTDLParserError",
        "{C:[{'@type':'Property','name':'a','schema':'text'}]} | DTDLParserError",
        "{C:[{'@type':'Property','name':'a'}]} | DTDLParserError",
        "{C:[{'@type':'Property','name':'a','schema':{'@type':'Enum'}}]} | DTDLParserError",
        "{C:[{'@type':'Gadget','name':'a','schema':'string'}]} | DTDLParserError",
        "{C:[{'@type':'Component','name':'a','schema':'dtmi:no:no;1'}]} | DTDLParserError",
        "{C:[{'@type':'Relationship','name':'a','properties':[{'name':'b'}]}]} | DTDLParserError",
        "{C:[{'@type':'Telemetry','name':'a'},{'@type':'Command','name':'a'}]} | DTDLParserError",
        "{'extends':'dtmi:no:no;1',C:[]} | DTDLParserError",
        "1 | DTDLParserError",
        "{ | InvalidArgument"
      })
  void malformedModel_isRejected(String model, String code) {
    String json =
        model
            .replace(
                "C:",
                "'@id':'dtmi:a:b;1','@type':'Interface','@context':'dtmi:dtdl:context;2',"
                    + "'contents':")
            .replace('\'', '"');

    Result response = http.call("POST", "/models", "[" + json + "]");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo(code);
  }

  @Test
  void moreThan250ModelsPerRequest_areRejected() {
    String models =
        IntStream.rangeClosed(1, 251)
            .mapToObj(i -> minimalModel("dtmi:many:m;" + i))
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(http.call("POST", "/models", models).errorCode()).isEqualTo("LimitExceeded");
  }

  @Test
  void modelLimit_isEnforced() {
    emulator.limit(Limit.MODELS, 3);
    emulator.addModels(WIFI);

    assertThat(http.call("POST", "/models", "[" + minimalModel("dtmi:n:n;1") + "]").errorCode())
        .isEqualTo("LimitExceeded");
  }

  @Test
  void list_isPagedWithNextLinks() {
    emulator.addModels(WIFI);

    Result first = http.call("GET", "/models", null, "max-items-per-page", "2");

    assertThat(first.json().getAsJsonArray("value")).hasSize(2);
    String next = first.json().get("nextLink").getAsString();
    assertThat(next)
        .startsWith("https://" + TwinsFixture.HOST + "/models?continuationToken=%5B%7B");
    Result second =
        http.send(
            "GET",
            next.substring(("https://" + TwinsFixture.HOST).length()),
            null,
            TwinsFixture.token(TwinsFixture.READER),
            "max-items-per-page",
            "2");
    assertThat(second.json().getAsJsonArray("value")).hasSize(1);
    assertThat(second.json().get("nextLink").isJsonNull()).isTrue();
    assertThat(http.call("GET", "/models", null, "max-items-per-page", "0").status())
        .isEqualTo(400);
  }

  @Test
  void definition_isIncludedOnlyOnRequest() {
    emulator.addModels(WIFI);

    JsonObject plain = http.get("/models/dtmi%3Aexample%3Awifi%3B1").json();
    JsonObject full = http.get("/models/dtmi:example:wifi;1?includeModelDefinition=true").json();

    assertThat(plain.has("model")).isFalse();
    assertThat(full.getAsJsonObject("model").get("displayName").getAsString()).isEqualTo("Wifi");
    assertThat(http.get("/models?includeModelDefinition=true").json().getAsJsonArray("value"))
        .allMatch(model -> model.getAsJsonObject().has("model"));
  }

  @Test
  void dependenciesFor_listsBasesAndComponents() {
    emulator.addModels(WIFI);
    emulator.addModels("[" + minimalModel("dtmi:other:other;1") + "]");

    JsonArray value =
        http.get("/models?dependenciesFor=dtmi:example:wifiroom;1").json().getAsJsonArray("value");

    assertThat(value)
        .extracting((JsonElement model) -> model.getAsJsonObject().get("id").getAsString())
        .containsExactly("dtmi:example:space;1", "dtmi:example:wifi;1", "dtmi:example:wifiroom;1");
    assertThat(http.get("/models?dependenciesFor=dtmi:no:no;1").errorCode())
        .isEqualTo("ModelNotFound");
  }

  @Test
  void referencedModel_cannotBeDeleted() {
    emulator.addModels(WIFI);

    Result response = http.call("DELETE", "/models/dtmi:example:wifi;1", null);

    assertThat(response.status()).isEqualTo(409);
    assertThat(response.errorCode()).isEqualTo("ModelReferencesNotDeleted");
    assertThat(response.errorMessage())
        .startsWith(
            "This model is currently being referenced by dtmi:example:wifiroom;1. You must");
    assertThat(http.call("DELETE", "/models/dtmi:example:wifiroom;1", null).status())
        .isEqualTo(204);
    assertThat(http.call("DELETE", "/models/dtmi:example:wifi;1", null).status()).isEqualTo(204);
    assertThat(http.get("/models/dtmi:example:wifi;1").errorMessage())
        .isEqualTo(
            "There is no Model(s) available that matches the provided id(s) dtmi:example:wifi;1."
                + " Check that the Model ID provided is valid by doing a Model_List API call.");
  }

  @Test
  void decommissionedModel_rejectsNewTwins() {
    emulator.addModels(WIFI);
    String patch = "[{\"op\":\"replace\",\"path\":\"/decommissioned\",\"value\":true}]";

    assertThat(http.call("PATCH", "/models/dtmi:example:space;1", patch).errorCode())
        .isEqualTo("ModelReferencesNotDecommissioned");
    http.call("DELETE", "/models/dtmi:example:wifiroom;1", null);
    assertThat(http.call("PATCH", "/models/dtmi:example:space;1", patch).status()).isEqualTo(204);
    assertThat(http.get("/models/dtmi:example:space;1").json().get("decommissioned").getAsBoolean())
        .isTrue();
    String twin = "{\"$metadata\":{\"$model\":\"dtmi:example:space;1\"}}";
    assertThat(http.call("PUT", "/digitaltwins/s", twin).errorCode())
        .isEqualTo("ModelDecommissioned");
  }

  @Test
  void patchOfAnotherMember_isInvalid() {
    emulator.addModels(WIFI);
    String patch = "[{\"op\":\"replace\",\"path\":\"/displayName\",\"value\":true}]";

    assertThat(http.call("PATCH", "/models/dtmi:example:wifi;1", patch).errorCode())
        .isEqualTo("JsonPatchInvalid");
  }

  @Test
  void malformedId_returnsRecorded400() {
    Result response = http.get("/models/thisIsNotAValidModelId");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorMessage())
        .isEqualTo(
            "The format of the Model ID thisIsNotAValidModelId provided is not supported. See model"
                + " documentation(https://aka.ms/ADTv2Models) for supported format.");
  }

  @Test
  void twin_inheritsPropertiesAndRequiresComponents() {
    emulator.addModels(WIFI);
    String start = "{\"area\":12.5,\"$metadata\":{\"$model\":\"dtmi:example:wifiroom;1\"}";

    Result without = http.call("PUT", "/digitaltwins/w", start + "}");
    Result with =
        http.call(
            "PUT",
            "/digitaltwins/w",
            start + ",\"access\":{\"$metadata\":{},\"network\":\"Room1\"}}");

    assertThat(without.errorCode()).isEqualTo("ValidationFailed");
    assertThat(without.body()).contains("missing components: access");
    Result withoutMetadata =
        http.call("PUT", "/digitaltwins/w", start + ",\"access\":{\"network\":\"Room1\"}}");
    assertThat(withoutMetadata.errorCode()).isEqualTo("ValidationFailed");
    assertThat(withoutMetadata.body())
        .contains("Component access must have a $metadata object.")
        .doesNotContain("missing components");
    assertThat(http.call("PUT", "/digitaltwins/w", start + ",\"access\":5}").body())
        .contains("Component access must be an object.");
    assertThat(with.json().get("access").toString())
        .isEqualTo(
            "{\"network\":\"Room1\",\"$metadata\":{\"$lastUpdateTime\":\"2026-03-01T10:20:30.1234567Z\","
                + "\"network\":{\"lastUpdateTime\":\"2026-03-01T10:20:30.1234567Z\"}}}");
    assertThat(
            http.call(
                    "PATCH",
                    "/digitaltwins/w",
                    "[{\"op\":\"replace\",\"path\":\"/access/network\",\"value\":1}]")
                .errorCode())
        .isEqualTo("ValidationFailed");
  }

  private static String minimalModel(String id) {
    return "{\"@id\":\"" + id + "\",\"@type\":\"Interface\",\"@context\":\"dtmi:dtdl:context;2\"}";
  }
}
