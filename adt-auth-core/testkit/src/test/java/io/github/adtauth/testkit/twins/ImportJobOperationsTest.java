package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Import jobs: start, status, cancellation and the import of a bulk file. */
final class ImportJobOperationsTest {
  private static final String INPUT = "https://contoso.blob.core.windows.net/in/building.ndjson";
  private static final String OUTPUT = "https://contoso.blob.core/out";
  private static final String HEADER = "{\"Section\":\"Header\"}\n{\"fileVersion\":\"1.0.0\"}\n";
  private static final String MODEL =
      """
      {"Section":"Models"}
      {"@id":"dtmi:a:m;1","@type":"Interface","@context":"dtmi:dtdl:context;2"}
      """;
  private static final String TWIN =
      """
      {"$dtId":"a","$metadata":{"$model":"dtmi:a:m;1"}}
      """;
  private static final String BODY =
      "{\"inputBlobUri\":\"" + INPUT + "\",\"outputBlobUri\":\"https://contoso.blob.core/out\"}";
  private static final String TIME = "2026-03-01T10:20:30.1234567Z";

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
  void start_returns201InTheRecordedShape() {
    Result response = http.call("PUT", "/jobs/imports/one", BODY);

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.body())
        .isEqualTo(
            "{\"id\":\"one\",\"inputBlobUri\":\""
                + INPUT
                + "\",\"outputBlobUri\":\"https://contoso.blob.core/out\",\"createdDateTime\":\""
                + TIME
                + "\",\"lastActionDateTime\":\""
                + TIME
                + "\",\"purgeDateTime\":\"2026-03-31T10:20:30.1234567Z\","
                + "\"status\":\"notstarted\"}");
  }

  @Test
  void poll_advancesTheJobByOneStatus() {
    http.call("PUT", "/jobs/imports/one", BODY);

    assertThat(status("one")).isEqualTo("running");
    assertThat(http.get("/jobs/imports/one").json().keySet())
        .containsExactly(
            "id",
            "inputBlobUri",
            "outputBlobUri",
            "createdDateTime",
            "lastActionDateTime",
            "finishedDateTime",
            "purgeDateTime",
            "status");
    assertThat(status("one")).isEqualTo("succeeded");
    assertThat(status("one")).isEqualTo("succeeded");
  }

  @Test
  void jobStatuses_determineTheLifecycle() {
    emulator.jobStatuses("running", "running", "failed");
    http.call("PUT", "/jobs/imports/one", BODY);
    emulator.advanceJobs();
    emulator.advanceJobs();

    JsonObject job = http.get("/jobs/imports/one").json();

    assertThat(job.get("status").getAsString()).isEqualTo("failed");
    assertThat(job.getAsJsonObject("error").keySet()).containsExactly("code", "message");
    assertThat(job.has("finishedDateTime")).isTrue();
  }

  @Test
  void secondJob_returns429WhileOneRuns() {
    http.call("PUT", "/jobs/imports/one", BODY);

    Result response = http.call("PUT", "/jobs/imports/two", BODY);

    assertThat(response.status()).isEqualTo(429);
    assertThat(response.headers().get("Retry-After")).isNull();
    assertThat(response.headers().get("x-ms-error-code")).isNull();
    assertThat(response.body()).hasSize(171);
    JsonElement text = JsonParser.parseString(response.body());
    assertThat(text.getAsString())
        .isEqualTo(
            "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"Cannot start another job while"
                + " one is in progress. Please wait for it to complete before starting another"
                + " one.\"}}");
    assertThat(http.call("POST", "/jobs/deletions", null).status()).isEqualTo(429);
    emulator.advanceJobs();
    emulator.advanceJobs();
    assertThat(http.call("PUT", "/jobs/imports/two", BODY).status()).isEqualTo(201);
  }

  @Test
  void idOfFinishedJob_returnsRecorded409() {
    http.call("PUT", "/jobs/imports/one", BODY);
    emulator.advanceJobs();
    emulator.advanceJobs();

    Result response = http.call("PUT", "/jobs/imports/one", BODY);

    assertThat(response.status()).isEqualTo(409);
    assertThat(response.headers().get("x-ms-error-code")).isNull();
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"JobIdAlreadyExists\",\"message\":\"Provided Job ID already"
                + " exists: one. Use Jobs_List API to view jobs that already exist.\"}}");
  }

  @Test
  void unknownJob_returnsRecorded404() {
    Result response = http.get("/jobs/imports/doesnotexistid");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().get("x-ms-error-code")).isNull();
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"JobNotFound\",\"message\":\"There is no job available that"
                + " matches the provided id doesnotexistid. Check that the Job ID provided is valid"
                + " by doing a Jobs_List API call.\"}}");
    assertThat(http.call("DELETE", "/jobs/imports/no", null).errorCode()).isEqualTo("JobNotFound");
    assertThat(http.call("POST", "/jobs/imports/no/cancel", null).errorCode())
        .isEqualTo("JobNotFound");
  }

  @Test
  void cancelledJob_passesThroughCancelling() {
    emulator.jobStatuses("running");
    http.call("PUT", "/jobs/imports/one", BODY);
    assertThat(status("one")).isEqualTo("running");
    assertThat(http.call("DELETE", "/jobs/imports/one", null).errorCode())
        .isEqualTo("ValidationFailed");

    Result response = http.call("POST", "/jobs/imports/one/cancel", null);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.json().get("status").getAsString()).isEqualTo("running");
    assertThat(status("one")).isEqualTo("cancelling");
    assertThat(http.call("POST", "/jobs/imports/one/cancel", null).status()).isEqualTo(200);
    JsonObject last = http.get("/jobs/imports/one").json();
    assertThat(last.get("status").getAsString()).isEqualTo("cancelled");
    assertThat(last.has("finishedDateTime")).isFalse();
    assertThat(http.call("POST", "/jobs/imports/one/cancel", null).errorCode())
        .isEqualTo("ValidationFailed");
    assertThat(http.call("DELETE", "/jobs/imports/one", null).status()).isEqualTo(204);
    assertThat(http.get("/jobs/imports/one").errorCode()).isEqualTo("JobNotFound");
  }

  @Test
  void list_isPagedAndAdvancesNoJob() {
    for (String id : new String[] {"a", "b", "c"}) {
      http.call("PUT", "/jobs/imports/" + id, BODY);
      emulator.advanceJobs();
      emulator.advanceJobs();
    }
    http.call("PUT", "/jobs/imports/d", BODY);

    JsonObject page = http.call("GET", "/jobs/imports", null, "max-items-per-page", "3").json();

    assertThat(page.getAsJsonArray("value")).hasSize(3);
    String prefix = "https://" + TwinsFixture.HOST;
    String next = page.get("nextLink").getAsString();
    assertThat(next).startsWith(prefix + "/jobs/imports?continuationToken=");
    Result last =
        http.send(
            "GET",
            next.substring(prefix.length()),
            null,
            TwinsFixture.token(TwinsFixture.READER),
            "max-items-per-page",
            "3");
    assertThat(last.body()).contains("notstarted").endsWith("}],\"nextLink\":null}");
  }

  @Test
  void malformedBlobUri_returnsRecorded400() {
    Result response =
        http.call(
            "PUT",
            "/jobs/imports/one",
            "{\"inputBlobUri\": \"invalidUri\", \"outputBlobUri\": \"invalidOutputUri\"}");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers().get("x-ms-error-code")).isEqualTo("InvalidArgument");
    assertThat(response.errorMessage())
        .isEqualTo(
            "Azure Storage Blob URI 'invalidUri' failed validation. Invalid URI: The format of the"
                + " URI could not be determined. Please check:"
                + " https://docs.microsoft.com/en-us/rest/api/storageservices/"
                + "naming-and-referencing-containers--blobs--and-metadata");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "one | {\"inputBlobUri\":\"https://a.b/c\"} | ValidationFailed",
        "one | {\"outputBlobUri\":\"https://a.b/c\"} | ValidationFailed",
        "one | {\"inputBlobUri\":\"https://a b/c\",\"outputBlobUri\":\"x\"} | InvalidArgument",
        "one | [] | InvalidArgument",
        "a%20b | {} | InvalidArgument",
      })
  void invalidJob_isRejected(String id, String body, String code) {
    assertThat(http.call("PUT", "/jobs/imports/" + id, body).errorCode()).isEqualTo(code);
  }

  @Test
  void jobLimit_isEnforced() {
    emulator.limit(Limit.JOBS, 1);
    emulator.jobStatuses("succeeded");
    http.call("PUT", "/jobs/imports/one", BODY);
    emulator.advanceJobs();

    assertThat(http.call("PUT", "/jobs/imports/two", BODY).errorCode())
        .isEqualTo("JobLimitReached");
  }

  @Test
  void succeededJob_importsTheBulkFile() {
    emulator.putBlob(
        INPUT,
        """
        {"Section": "Header"}
        {"fileVersion": "1.0.0", "author": "a", "organization": "o"}
        {"Section": "Models"}
        {"@id":"dtmi:a:lab;1","@type":"Interface","@context":"dtmi:dtdl:context;2","extends":"dtmi:a:room;1"}
        {"@id":"dtmi:a:room;1","@type":"Interface","@context":"dtmi:dtdl:context;2","contents":[{"@type":"Relationship","name":"near"}]}
        {"Section": "Twins"}
        {"$dtId":"r","$metadata":{"$model":"dtmi:a:room;1"}}
        {"$dtId":"l","$metadata":{"$model":"dtmi:a:lab;1"}}
        {"Section": "Relationships"}
        {"$sourceId":"r","$relationshipId":"n","$targetId":"l","$relationshipName":"near"}
        """);
    http.call("PUT", "/jobs/imports/one", BODY);

    assertThat(status("one")).isEqualTo("running");
    assertThat(emulator.twinCount()).isZero();
    assertThat(status("one")).isEqualTo("succeeded");
    assertThat(emulator.twinCount()).isEqualTo(2);
    assertThat(emulator.relationship("r", "n")).isNotNull();
    assertThat(emulator.relationshipCount()).isEqualTo(1);
  }

  /** The form of Microsoft's documentation: {@code $dtId} names the source of a relationship. */
  @Test
  void documentedFile_isImportedAndLogged() {
    emulator.putBlob(
        INPUT,
        """
        \uFEFF{"Section": "Header"}
        {"fileVersion": "1.0.0", "author": "someone", "organization": "contoso"}
        {"Section": "Models"}
        {"@id":"dtmi:com:contoso:model0;1","@type":"Interface","contents":[{"@type":"Property","name":"property00","schema":"integer"},{"@type":"Property","name":"property01","schema":{"@type":"Map","mapKey":{"name":"subPropertyName","schema":"string"},"mapValue":{"name":"subPropertyValue","schema":"string"}}},{"@type":"Relationship","name":"has","target":"dtmi:com:contoso:model1;1","properties":[{"@type":"Property","name":"relationshipproperty1","schema":"string"},{"@type":"Property","name":"relationshipproperty2","schema":"integer"}]}],"description":{"en":"This is the description of model"},"displayName":{"en":"This is the display name"},"@context":"dtmi:dtdl:context;2"}
        {"@id":"dtmi:com:contoso:model1;1","@type":"Interface","contents":[{"@type":"Property","name":"property10","schema":"string"}],"@context":"dtmi:dtdl:context;2"}
        {"Section": "Twins"}
        {"$dtId":"twin0","$metadata":{"$model":"dtmi:com:contoso:model0;1"},"property00":10,"property01":{"subProperty1":"subProperty1Value"}}
        {"$dtId":"twin1","$metadata":{"$model":"dtmi:com:contoso:model1;1"},"property10":"propertyValue1"}
        {"Section": "Relationships"}
        {"$dtId":"twin0","$relationshipId":"relationship","$targetId":"twin1","$relationshipName":"has","relationshipproperty1":"propertyValue1","relationshipproperty2":10}
        """);
    http.call("PUT", "/jobs/imports/one", BODY);
    emulator.advanceJobs();

    assertThat(emulator.blob(OUTPUT)).isNull();
    assertThat(status("one")).isEqualTo("succeeded");
    assertThat(String.valueOf(emulator.relationship("twin0", "relationship")))
        .contains("\"relationshipproperty2\":10")
        .doesNotContain("$dtId");
    assertThat(emulator.blob(OUTPUT))
        .isEqualTo(
            log("{\"status\":\"Started\"}")
                + log("{\"section\":\"Models\",\"status\":\"Started\"}")
                + log("{\"section\":\"Models\",\"status\":\"Succeeded\"}")
                + log("{\"section\":\"Twins\",\"status\":\"Started\"}")
                + log("{\"section\":\"Twins\",\"status\":\"Succeeded\"}")
                + log("{\"section\":\"Relationships\",\"status\":\"Started\"}")
                + log("{\"section\":\"Relationships\",\"status\":\"Succeeded\"}")
                + log("{\"status\":\"Succeeded\"}"));
  }

  private static String log(String details) {
    return "{\"timestamp\":\""
        + TIME
        + "\",\"jobId\":\"one\",\"jobType\":\"Import\",\"logType\":\"Info\",\"details\":"
        + details
        + "}\n";
  }

  @Test
  void failedImport_keepsEarlierLinesAndLogsTheError() {
    emulator.putBlob(
        INPUT, HEADER + MODEL + "{\"Section\":\"Twins\"}\n" + TWIN + "{\"$dtId\":\"b\"}");
    http.call("PUT", "/jobs/imports/one", BODY);
    emulator.advanceJobs();

    assertThat(status("one")).isEqualTo("failed");
    assertThat(emulator.twin("a")).isNotNull();
    assertThat(emulator.blob(OUTPUT))
        .contains("\"logType\":\"Error\",\"details\":{\"section\":\"Twins\",\"line\":7,")
        .contains("\"code\":\"ValidationFailed\"")
        .endsWith(log("{\"status\":\"Failed\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`` | Header",
        "{ | line 1",
        "[] | line 1",
        "{'Section':'Twins'} | Header",
        "{'fileVersion':'1.0.0'} | Header",
        "{'Section':5} | Section",
        "HEADER {'Section':'Header'} | Header",
        "HEADER {'Section':'Twins'};{'Section':'Models'} | Models",
        "HEADER {'Section':'Twins'};{'Section':'Twins'} | Twins",
        "HEADER {'Section':'Gadgets'} | Gadgets",
        "{'Section':'Header'};{'author':'a'} | fileVersion",
        "HEADER {'Section':'Models'};{'@id':'dtmi:a:b;1'} | @context",
        "HEADER {'Section':'Twins'};{'$metadata':{}} | $dtId",
        "HEADER {'Section':'Twins'};{'$dtId':'a b','$metadata':{}} | a b",
        "HEADER {'Section':'Relationships'};{'$relationshipId':'r'} | $dtId",
        "HEADER {'Section':'Relationships'};{'$dtId':'a'} | $relationshipId",
        "HEADER {'Section':'Relationships'};{'$dtId':'a','$sourceId':'b','$relationshipId':'r'}"
            + " | $sourceId",
        "HEADER {'Section':'Relationships'};{'$dtId':'a','$relationshipId':'r'} | ID a"
      })
  void malformedFile_failsTheJob(String file, String named) {
    String lines = file.replace('\'', '"').replace(';', '\n').replace("b\n1", "b;1");
    emulator.putBlob(INPUT, lines.replace("HEADER ", HEADER));
    http.call("PUT", "/jobs/imports/one", BODY);
    emulator.advanceJobs();

    JsonObject job = http.get("/jobs/imports/one").json();

    assertThat(job.get("status").getAsString()).isEqualTo("failed");
    assertThat(job.getAsJsonObject("error").get("message").getAsString()).contains(named);
    assertThat(http.get("/digitaltwins/a").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "[", "          "})
  void deeplyNestedOrLongLine_failsTheJob(String repeated) {
    emulator.putBlob(INPUT, HEADER + repeated.repeat(200_000));
    http.call("PUT", "/jobs/imports/one", BODY);
    emulator.advanceJobs();

    assertThat(status("one")).isEqualTo("failed");
  }

  @Test
  void invalidLine_failsTheJob() {
    emulator.putBlob(INPUT, HEADER + "{\"Section\":\"Twins\"}\n{\"$metadata\":{}}");
    http.call("PUT", "/jobs/imports/one", BODY);
    emulator.advanceJobs();

    JsonObject job = http.get("/jobs/imports/one").json();

    assertThat(job.get("status").getAsString()).isEqualTo("failed");
    assertThat(job.getAsJsonObject("error").get("message").getAsString()).contains("$dtId");
  }

  @Test
  void olderApiVersion_isUnsupported() {
    String token = TwinsFixture.token(TwinsFixture.OWNER);

    assertThat(http.send("GET", "/jobs/imports?api-version=2023-06-30", null, token).status())
        .isEqualTo(200);
    assertThat(http.send("GET", "/jobs/imports?api-version=2022-05-31", null, token).errorCode())
        .isEqualTo("UnsupportedApiVersion");
  }

  private String status(String id) {
    return http.get("/jobs/imports/" + id).json().get("status").getAsString();
  }
}
