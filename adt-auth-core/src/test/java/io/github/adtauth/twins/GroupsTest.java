package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

class GroupsTest extends TwinsServerFixture {
  private static final String RELATIONSHIP =
      """
      {"$relationshipId":"r/1","$etag":"W/\\"1\\"","$sourceId":"floor-1","$targetId":"room-21",
       "$relationshipName":"contains","since":2020}""";

  @Test
  void models_areSentAsOneArray() {
    server.json(
        201,
        """
        [{"id":"dtmi:a;1","displayName":{"en":"A"},"description":{},"decommissioned":false,
          "uploadTime":"2023-05-18T23:08:00.6917685+00:00"},{"id":"dtmi:b;1"}]""");

    List<ModelData> added =
        twins.models().add("{\"@id\":\"dtmi:a;1\"}", "[{\"@id\":\"dtmi:b;1\"}]");

    assertThat(added).extracting(ModelData::id).containsExactly("dtmi:a;1", "dtmi:b;1");
    assertThat(added.get(0).displayName()).containsEntry("en", "A");
    assertThat(added.get(0).uploadTime()).isEqualTo(Instant.parse("2023-05-18T23:08:00.6917685Z"));
    assertThat(added.get(1).uploadTime()).isNull();
    RecordedRequest request = server.seen();
    assertThat(request.getRequestLine()).startsWith("POST /models?api-version=2023-10-31 ");
    assertThat(request.getBody().utf8())
        .isEqualTo("[{\"@id\":\"dtmi:a;1\"},{\"@id\":\"dtmi:b;1\"}]");
  }

  @Test
  void modelsOtherThanJson_areNotSent() {
    Models models = twins.models();

    assertThatIllegalArgumentException().isThrownBy(models::add);
    assertThatIllegalArgumentException().isThrownBy(() -> models.add("[]"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> models.add("{}", "{"))
        .withMessage("model 2 is not JSON");
    assertThatIllegalArgumentException().isThrownBy(() -> models.add("7"));
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void model_isReadWithDtdl() {
    server.json(
        200,
        "{\"id\":\"dtmi:a;1\",\"decommissioned\":true,\"model\":{\"@id\":\"dtmi:a;1\"}}",
        "ETag",
        "x");

    ModelData model = twins.models().get("dtmi:a;1");

    assertThat(model.decommissioned()).isTrue();
    assertThat(model.model()).isNotNull();
    assertThat(server.seen().getTarget())
        .isEqualTo("/models/dtmi%3Aa%3B1?includeModelDefinition=true&api-version=2023-10-31");
  }

  @Test
  void existingModel_isConflictWithErrorCode() {
    server.json(409, "{\"error\":{\"code\":\"ModelIdAlreadyExists\",\"message\":\"m\"}}");

    assertThatExceptionOfType(DigitalTwinsException.class)
        .isThrownBy(() -> twins.models().add("{}"))
        .satisfies(e -> assertThat(e.errorCode()).contains("ModelIdAlreadyExists"));
  }

  @Test
  void relationship_isPut() {
    server.json(200, RELATIONSHIP);

    Relationship stored =
        twins
            .relationships("floor-1")
            .put("r/1", Relationship.of("room-21", "contains").with("since", 2020));

    assertThat(stored.id()).isEqualTo("r/1");
    assertThat(stored.sourceId()).isEqualTo("floor-1");
    RecordedRequest request = server.seen();
    assertThat(request.getRequestLine())
        .startsWith("PUT /digitaltwins/floor-1/relationships/r%2F1?api-version=2023-10-31 ");
    assertThat(request.getBody().utf8())
        .isEqualTo("{\"$targetId\":\"room-21\",\"$relationshipName\":\"contains\",\"since\":2020}");
  }

  @Test
  void relationship_isReadPatchedAndDeleted() {
    server.json(200, RELATIONSHIP).empty(204, "ETag", "W/\"2\"").empty(204);
    Relationships relationships = twins.relationships("floor-1");

    assertThat(relationships.get("r").etag()).isEqualTo("W/\"1\"");
    assertThat(
            relationships.patch(
                "r", JsonPatch.create().add("/since", 2021), CallOption.ifMatch("W/\"1\"")))
        .isEqualTo("W/\"2\"");
    relationships.delete("r", CallOption.ifMatch("W/\"2\""));

    assertThat(server.seen().getMethod()).isEqualTo("GET");
    RecordedRequest patch = server.seen();
    assertThat(patch.getMethod()).isEqualTo("PATCH");
    assertThat(patch.getHeaders().get("If-Match")).isEqualTo("W/\"1\"");
    assertThat(server.seen().getMethod()).isEqualTo("DELETE");
  }

  @Test
  void relationshipsOfName_areListed() {
    server.json(200, "{\"value\":[" + RELATIONSHIP + "],\"nextLink\":null}");

    assertThat(twins.relationships("floor-1").list("has part+s&x"))
        .extracting(Relationship::targetId)
        .containsExactly("room-21");

    assertThat(server.seen().getUrl().queryParameter("relationshipName")).isEqualTo("has part+s&x");
  }

  @Test
  void error_namesRelationshipAndTwin() {
    server.json(404, "{\"error\":{\"code\":\"RelationshipNotFound\",\"message\":\"m\"}}");

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> twins.relationships("floor-1").delete("r1"))
        .withMessageStartingWith("Could not delete relationship 'r1' of twin 'floor-1': m");
  }
}
