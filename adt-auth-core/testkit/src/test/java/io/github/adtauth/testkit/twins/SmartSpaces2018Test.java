package io.github.adtauth.testkit.twins;

import static io.github.adtauth.testkit.twins.TwinsFixture.TENANT;
import static io.github.adtauth.testkit.twins.TwinsFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spaces and ontologies of the retired 2018 management API. */
final class SmartSpaces2018Test {
  private static final String HOST = "contoso.westcentralus.azuresmartspaces.net";
  private static final String API = "/management/api/v1.0/";
  private static final String GUID = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";

  private final SmartSpaces2018 service = new SmartSpaces2018(TENANT, TwinsFixture.VERIFIER, HOST);
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(service);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void missingToken_returns401WithLegacyMessage() {
    Result response = http.send("GET", API + "spaces", null, null);

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.body())
        .isEqualTo("{\"message\":\"Authorization has been denied for this request.\"}");
  }

  @Test
  void tokenForAnotherAudienceOrTenant_returns401() {
    String audience = token("user", TENANT, "https://graph.microsoft.com");

    assertThat(http.send("GET", API + "spaces", null, audience).status()).isEqualTo(401);
    assertThat(http.send("GET", API + "spaces", null, token("user", "other", GUID)).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {GUID, "https://digitaltwins.azure.net"})
  void eitherAudience_isAccepted(String audience) {
    Result response = http.send("GET", API + "ontologies", null, token("user", TENANT, audience));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().get("X-Ms-Request-Id")).isNotBlank();
    assertThat(response.array()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spaces | 4",
        "spaces?$top=2&includes=types,values,properties | 2",
        "spaces?$filter=Name%20eq%20'Focus%20Room%20A1' | 1",
        "spaces?$filter=Name%20eq%20'Contoso%20Building'%20and%20ParentSpaceId%20eq%20null | 1",
        "spaces?$filter=ParentSpaceId%20eq%20guid'FLOOR' | 2",
        "spaces?$filter=Name%20eq%20'none' | 0"
      })
  void spaces_areReturnedAsArray(String path, int count) {
    JsonArray spaces =
        call("GET", path.replace("FLOOR", service.spaceId("Floor 1") + ""), null).array();

    assertThat(spaces).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spaces?$filter=Name%20ne%20'x'", "spaces?$filter=x", "spaces?$top=many"})
  void unsupportedQueryOption_returns400(String path) {
    assertThat(call("GET", path, null).status()).isEqualTo(400);
  }

  @Test
  void create_returnsTheIdOfAReadableSpace() {
    String parent = service.spaceId("Floor 1") + "";
    String body = "{\"Name\":\"New\",\"Type\":\"Room\",\"ParentSpaceId\":\"%s\"}".formatted(parent);

    Result created = call("POST", "spaces", body);

    assertThat(created.status()).isEqualTo(201);
    String id = service.spaceId("New") + "";
    assertThat(created.body()).isEqualTo('"' + id + '"');
    assertThat(created.headers().get("Location"))
        .isEqualTo("https://" + HOST + API + "spaces/" + id);
    JsonObject space = call("GET", "spaces/" + id + "/?includes=fullpath", null).json();
    assertThat(space.get("name").getAsString()).isEqualTo("New");
    assertThat(space.get("parentSpaceId").getAsString()).isEqualTo(parent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 400",
        "{ | 400",
        "{\"name\":1} | 400",
        "{\"name\":\"x\",\"parentSpaceId\":\"none\"} | 404",
        "{\"name\":\"x\",\"parentSpaceId\":null} | 201"
      })
  void newSpace_isValidated(String body, int status) {
    assertThat(call("POST", "spaces", body).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spaces/none", "devices", "spaces/a/b"})
  void unknownSpaceOrRoute_returns404(String path) {
    assertThat(call("GET", path, null).status()).isEqualTo(404);
  }

  private Result call(String method, String path, @Nullable String body) {
    return http.send(method, API + path, body, token("user", TENANT, GUID));
  }
}
