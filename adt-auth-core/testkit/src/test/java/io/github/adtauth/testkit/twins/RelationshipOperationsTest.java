package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Relationships of twins, their validation and their lists. */
final class RelationshipOperationsTest {
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:floor;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": "Relationship", "name": "contains", "target": "dtmi:example:room;1",
           "properties": [
             {"@type": "Property", "name": "isAccessRestricted", "schema": "boolean"}]},
          {"@type": "Relationship", "name": "near"}]},
       {"@id": "dtmi:example:room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2"},
       {"@id": "dtmi:example:lab;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "extends": "dtmi:example:room;1"}]
      """;
  private static final String CONTAINS =
      """
      {"$relationshipId": null, "$sourceId": null, "$etag": null, "$targetId": "room",
       "$relationshipName": "contains", "isAccessRestricted": true}
      """;
  private static final String ONE = "/digitaltwins/floor/relationships/one";

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(MODELS);
    for (String id : List.of("floor", "room", "lab")) {
      emulator.putTwin(id, "{\"$metadata\":{\"$model\":\"dtmi:example:" + id + ";1\"}}");
    }
    emulator.putTwin("tower", "{\"$metadata\":{\"$model\":\"dtmi:example:floor;1\"}}");
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void put_returnsRelationshipAndETag() {
    Result response = http.call("PUT", ONE, CONTAINS);

    assertThat(response.status()).isEqualTo(200);
    String etag = response.json().get("$etag").getAsString();
    assertThat(response.headers().get("ETag")).isEqualTo(etag);
    assertThat(response.body())
        .isEqualTo(
            "{\"$relationshipId\":\"one\",\"$etag\":\""
                + etag.replace("\"", "\\\"")
                + "\",\"$sourceId\":\"floor\",\"$relationshipName\":\"contains\","
                + "\"$targetId\":\"room\",\"isAccessRestricted\":true}");
    assertThat(http.get(ONE).json()).isEqualTo(response.json());
  }

  @Test
  void patch_changesPropertiesAndETag() {
    String before = http.call("PUT", ONE, CONTAINS).headers().get("ETag");
    String patch = "[{\"op\":\"replace\",\"path\":\"/isAccessRestricted\",\"value\":false}]";

    Result response = http.call("PATCH", ONE, patch, "If-Match", before + "");

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers().get("ETag")).isNotEqualTo(before);
    assertThat(http.get(ONE).json().get("isAccessRestricted").getAsBoolean()).isFalse();
    assertThat(http.call("PATCH", ONE, patch, "If-Match", before + "").status()).isEqualTo(412);
  }

  @Test
  void target_cannotBePatched() {
    http.call("PUT", ONE, CONTAINS);
    String patch = "[{\"op\":\"replace\",\"path\":\"/$targetId\",\"value\":\"lab\"}]";

    assertThat(http.call("PATCH", ONE, patch).errorCode()).isEqualTo("JsonPatchInvalid");
  }

  @Test
  void ifNoneMatchStar_preventsReplacement() {
    assertThat(http.call("PUT", ONE, CONTAINS, "If-None-Match", "*").status()).isEqualTo(200);
    assertThat(http.call("PUT", ONE, CONTAINS, "If-None-Match", "*").status()).isEqualTo(412);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "floor | \"contains\" | \"lab\" | 1 | 400 | ValidationFailed",
        "floor | \"contains\" | \"none\" | true | 404 | TargetDigitalTwinNotFound",
        "floor | \"owns\" | \"room\" | true | 400 | InvalidRelationship",
        "floor | null | \"room\" | true | 400 | InvalidRelationship",
        "floor | \"contains\" | null | true | 400 | InvalidRelationship",
        "floor | \"near\" | \"room\" | true | 400 | ValidationFailed",
        "floor | \"near\" | \"floor\" | true | 400 | OperationNotAllowed",
        "room | \"contains\" | \"lab\" | true | 400 | InvalidRelationship",
        "none | \"contains\" | \"room\" | true | 404 | DigitalTwinNotFound"
      })
  void relationship_isValidatedAgainstTheModel(
      String source, String name, String target, String restricted, int status, String code) {
    String body =
        "{\"$relationshipName\":%s,\"$targetId\":%s,\"isAccessRestricted\":%s}"
            .formatted(name, target, restricted);

    Result response = http.call("PUT", "/digitaltwins/" + source + "/relationships/one", body);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.errorCode()).isEqualTo(code);
  }

  @Test
  void targetOfADerivedModel_isAccepted() {
    String body = CONTAINS.replace("\"room\"", "\"lab\"");

    assertThat(http.call("PUT", ONE, body).status()).isEqualTo(200);
  }

  @Test
  void deletedRelationship_returnsRecorded404() {
    http.call("PUT", ONE, CONTAINS);

    assertThat(http.call("DELETE", ONE, null).status()).isEqualTo(204);
    Result response = http.get(ONE);
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().get("x-ms-error-code")).isEqualTo("RelationshipNotFound");
    assertThat(response.errorMessage())
        .isEqualTo(
            "Relationship one not found on twin floor. Please verify that the relationship id is"
                + " valid and ensure that the relationship is not deleted. See section on listing"
                + " relationships in the documentation https://aka.ms/adtv2twins.");
  }

  @Test
  void twinWithRelationships_cannotBeDeleted() {
    http.call("PUT", ONE, CONTAINS);

    for (String id : List.of("floor", "room")) {
      Result response = http.call("DELETE", "/digitaltwins/" + id, null);
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.errorCode()).isEqualTo("RelationshipsNotDeleted");
      assertThat(response.errorMessage()).startsWith("Twin " + id + " has active relationships.");
    }
    http.call("DELETE", ONE, null);
    assertThat(http.call("DELETE", "/digitaltwins/room", null).status()).isEqualTo(204);
  }

  @Test
  void list_pagesByTenAndKeepsTheFilterInNextLink() {
    for (int i = 0; i < 25; i++) {
      emulator.putRelationship("floor", "r+%d".formatted(i), CONTAINS);
      emulator.putRelationship(
          "floor", "n" + i, "{\"$relationshipName\":\"near\",\"$targetId\":\"lab\"}");
    }

    List<JsonObject> relationships =
        collect("/digitaltwins/floor/relationships?relationshipName=contains", List.of(10, 10, 5));

    assertThat(relationships)
        .extracting(r -> r.get("$relationshipId").getAsString())
        .doesNotHaveDuplicates();
    assertThat(relationships)
        .allMatch(r -> r.get("$relationshipName").getAsString().equals("contains"))
        .allMatch(r -> r.has("$etag"));
  }

  @Test
  void incomingList_returnsSourceAndLink() {
    http.call("PUT", "/digitaltwins/floor/relationships/a%2Bb", CONTAINS);

    Result response = http.get("/digitaltwins/room/incomingrelationships");

    assertThat(response.body())
        .isEqualTo(
            "{\"nextLink\":null,\"value\":[{\"$relationshipId\":\"a+b\",\"$sourceId\":\"floor\","
                + "\"$relationshipName\":\"contains\",\"$relationshipLink\":\"https://"
                + TwinsFixture.HOST
                + "/digitaltwins/floor/relationships/a%2Bb?api-version=2023-10-31\"}]}");
    assertThat(http.get("/digitaltwins/none/incomingrelationships").status()).isEqualTo(404);
  }

  @Test
  void incomingList_isPaged() {
    emulator.pageSize(2);
    for (int i = 0; i < 5; i++) {
      emulator.putRelationship("floor", "r" + i, CONTAINS);
    }

    assertThat(collect("/digitaltwins/room/incomingrelationships", List.of(2, 2, 1))).hasSize(5);
  }

  @Test
  void replacedRelationship_leavesItsFormerTarget() {
    http.call("PUT", ONE, CONTAINS);
    http.call("PUT", ONE, CONTAINS.replace("\"room\"", "\"lab\""));

    assertThat(collect("/digitaltwins/room/incomingrelationships", List.of(0))).isEmpty();
    assertThat(collect("/digitaltwins/lab/incomingrelationships", List.of(1))).hasSize(1);
    http.call("DELETE", ONE, null);
    assertThat(collect("/digitaltwins/lab/incomingrelationships", List.of(0))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b/relationships/one", "floor/relationships/a%20b"})
  void idWithUnsupportedCharacters_returns400(String path) {
    assertThat(http.get("/digitaltwins/" + path).errorCode()).isEqualTo("InvalidArgument");
  }

  @Test
  void relationshipQuery_isPagedAndFiltered() {
    emulator.putRelationship("floor", "b", CONTAINS);
    emulator.putRelationship("floor", "a", CONTAINS);
    emulator.putRelationship(
        "tower", "a", "{\"$relationshipName\":\"near\",\"$targetId\":\"lab\"}");

    Result first = query("{\"query\":\"SELECT * FROM relationships\"}", "max-items-per-page", "2");
    Result second = query("{\"continuationToken\":" + first.json().get("continuationToken") + "}");

    assertThat(first.json().getAsJsonArray("value").asList())
        .containsExactly(emulator.relationship("floor", "a"), emulator.relationship("floor", "b"));
    assertThat(first.headers().get("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(second.json().getAsJsonArray("value").asList())
        .containsExactly(emulator.relationship("tower", "a"));
    assertThat(second.json().get("continuationToken").isJsonNull()).isTrue();
    assertThat(
            query(
                    "{\"query\":\"SELECT COUNT() FROM RELATIONSHIPS R"
                        + " WHERE R.$relationshipName = 'contains'\"}")
                .json()
                .get("value")
                .toString())
        .isEqualTo("[{\"COUNT\":2}]");
  }

  private Result query(String body, String... headers) {
    return http.call("POST", "/query", body, headers);
  }

  @Test
  void unknownContinuationToken_returns400() {
    Result response = http.get("/digitaltwins/floor/relationships?continuationToken=x");

    assertThat(response.errorCode()).isEqualTo("InvalidArgument");
  }

  private List<JsonObject> collect(String path, List<Integer> sizes) {
    String prefix = "https://" + TwinsFixture.HOST;
    List<JsonObject> relationships = new ArrayList<>();
    Result response = http.get(path);
    for (int page = 0; page < sizes.size(); page++) {
      assertThat(response.json().getAsJsonArray("value")).hasSize(sizes.get(page));
      response
          .json()
          .getAsJsonArray("value")
          .forEach(item -> relationships.add(item.getAsJsonObject()));
      JsonElement next = response.json().get("nextLink");
      assertThat(next.isJsonNull()).isEqualTo(page == sizes.size() - 1);
      if (!next.isJsonNull()) {
        assertThat(next.getAsString()).startsWith(prefix + "/").contains("api-version=2023-10-31");
        String target = next.getAsString().substring(prefix.length());
        response = http.send("GET", target, null, TwinsFixture.token(TwinsFixture.OWNER));
      }
    }
    return relationships;
  }
}
