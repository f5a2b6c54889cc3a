package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.Headers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The responses of the emulator conform to the service's own contract. {@link TwinsFixture} checks
 * every response that any test receives through it. Skipped if the contract is not next to the
 * project.
 */
final class SwaggerTest {
  private static final Headers JSON =
      Headers.of("Content-Type", "application/json; charset=utf-8", "ETag", "W/\"1\"");
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:wifi;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2"},
       {"@id": "dtmi:example:wifiroom;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "displayName": "Room", "description": {"en": "A room."},
        "contents": [{"@type": "Relationship", "name": "near"},
          {"@type": "Component", "name": "access", "schema": "dtmi:example:wifi;1"}]}]
      """;
  private static final String ROOM =
      "{\"$metadata\":{\"$model\":\"dtmi:example:wifiroom;1\"},\"access\":{\"$metadata\":{}}}";
  private static final String BLOBS =
      "{\"inputBlobUri\":\"https://a.b/in\",\"outputBlobUri\":\"https://a.b/out\"}";

  private Swagger swagger;

  @BeforeEach
  void load() {
    Swagger loaded = Swagger.load();
    assumeTrue(loaded != null, "The contract is missing: " + Swagger.FILE.toAbsolutePath());
    swagger = Objects.requireNonNull(loaded);
  }

  @Test
  void everyOperation_succeedsAsDeclared() throws IOException {
    TwinsEmulator emulator = TwinsFixture.emulator();
    emulator.addEndpoint("hub");
    Set<String> succeeded = new TreeSet<>();
    try (TwinsFixture http = new TwinsFixture(emulator)) {
      String[][] calls = {
        {"POST", "/models", MODELS},
        {"GET", "/models?includeModelDefinition=true", null},
        {"GET", "/models/dtmi:example:wifi;1", null},
        {"PUT", "/digitaltwins/room", ROOM},
        {"PUT", "/digitaltwins/hall", ROOM},
        {"GET", "/digitaltwins/room", null},
        {"PATCH", "/digitaltwins/room", "[]"},
        {"GET", "/digitaltwins/room/components/access", null},
        {"PATCH", "/digitaltwins/room/components/access", "[]"},
        {"POST", "/digitaltwins/room/telemetry", "{}"},
        {"POST", "/digitaltwins/room/components/access/telemetry", "{}"},
        {"POST", "/query", "{\"query\":\"SELECT * FROM DIGITALTWINS\"}"},
        {"GET", "/eventroutes", null},
        {"PUT", "/eventroutes/e", "{\"endpointName\":\"hub\",\"filter\":\"true\"}"},
        {"GET", "/eventroutes/e", null},
        {"DELETE", "/eventroutes/e", null},
        {
          "PUT",
          "/digitaltwins/room/relationships/r",
          "{\"$relationshipName\":\"near\",\"$targetId\":\"hall\"}"
        },
        {"GET", "/digitaltwins/room/relationships/r", null},
        {"PATCH", "/digitaltwins/room/relationships/r", "[]"},
        {"GET", "/digitaltwins/room/relationships", null},
        {"GET", "/digitaltwins/hall/incomingrelationships", null},
        {"DELETE", "/digitaltwins/room/relationships/r", null},
        {"DELETE", "/digitaltwins/room", null},
        {
          "PATCH",
          "/models/dtmi:example:wifiroom;1",
          "[{\"op\":\"replace\",\"path\":\"/decommissioned\",\"value\":true}]"
        },
        {"DELETE", "/models/dtmi:example:wifiroom;1", null},
        {"PUT", "/jobs/imports/j", BLOBS},
        {"GET", "/jobs/imports/j", null},
        {"GET", "/jobs/imports", null},
        {"POST", "/jobs/imports/j/cancel", null},
        {"GET", "/jobs/imports/j", null},
        {"GET", "/jobs/imports/j", null},
        {"DELETE", "/jobs/imports/j", null},
        {"POST", "/jobs/deletions", null},
        {"GET", "/jobs/deletions", null}
      };
      for (String[] call : calls) {
        succeed(http, succeeded, call[0], call[1], call[2]);
      }
      String id =
          http.get("/jobs/deletions")
              .json()
              .getAsJsonArray("value")
              .get(0)
              .getAsJsonObject()
              .get("id")
              .getAsString();
      succeed(http, succeeded, "GET", "/jobs/deletions/" + id, null);
    }

    assertThat(succeeded).hasSize(32).isEqualTo(swagger.operationIds());
  }

  private void succeed(
      TwinsFixture http, Set<String> succeeded, String method, String path, String body) {
    Result response = http.call(method, path, body, "Message-Id", "1");
    assertThat(response.status()).as(method + " " + path + response.body()).isLessThan(300);
    succeeded.add(String.valueOf(swagger.operationId(method, path)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET | /models | 200 | {} | body has no value",
        "GET | /models | 200 | {'value':[{'id':5}]} | body/value/0/id must be of type string",
        "GET | /models | 200 | {'value':[{'id':'a','age':1}]} | undeclared member age",
        "GET | /models | 200 | {'value':[{'id':'a','displayName':{'en':1}}]} | displayName/en",
        "GET | /models | 200 | {'value':[{'id':'a','uploadTime':'now'}]} | is not a time",
        "GET | /models | 202 | {'value':[]} | status 202 is not declared",
        "GET | /models/a | 404 | {'error':{'code':'ModelNotFound'}} | x-ms-error-code is missing",
        "GET | /models/a | 404 | {} | body has no error",
        "DELETE | /models/a | 204 | {} | a body is not declared",
        "POST | /query | 200 | {'value':[]} | header query-charge is missing",
        "GET | /jobs/imports/a | 200 | {'inputBlobUri':'a','outputBlobUri':'b','status':'done'}"
            + " | undeclared value"
      })
  void wrongResponse_isDetected(
      String method, String path, int status, String body, String violation) {
    Result response = new Result(status, JSON, body.replace('\'', '"'));

    assertThat(String.join("\n", swagger.violations(method, path, response))).contains(violation);
  }

  @Test
  void unknownPath_belongsToNoOperation() {
    assertThat(swagger.operationId("GET", "/jobs/delete")).isNull();
    assertThat(swagger.operationId("POST", "/jobs/deletions?a=b")).isEqualTo("DeleteJobs_Add");
  }
}
