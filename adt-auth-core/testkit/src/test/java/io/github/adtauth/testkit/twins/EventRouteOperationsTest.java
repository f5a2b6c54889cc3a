package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Event routes and the syntax of their filters. */
final class EventRouteOperationsTest {
  private static final String RECORDED =
      "$eventType = 'DigitalTwinTelemetryMessages' or $eventType ="
          + " 'DigitalTwinLifecycleNotification'";

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addEndpoint("someEventHubEndpoint");
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void lifecycle_matchesTheRecording() {
    Result put = put("one", RECORDED);

    assertThat(put.status()).isEqualTo(204);
    assertThat(put.headers().get("ETag")).isNull();
    String route =
        "{\"id\":\"one\",\"endpointName\":\"someEventHubEndpoint\",\"filter\":\""
            + RECORDED
            + "\"}";
    assertThat(http.get("/eventroutes/one").body()).isEqualTo(route);
    assertThat(http.get("/eventroutes").body())
        .isEqualTo("{\"value\":[" + route + "],\"nextLink\":null}");
    assertThat(http.call("DELETE", "/eventroutes/one", null).status()).isEqualTo(204);
    Result gone = http.get("/eventroutes/one");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"EventRouteNotFound\",\"message\":\"There is no route available"
                + " that matches the provided input. Check for all valid event routes by calling"
                + " EventRoute_List. See Swagger example (https://aka.ms/RouteSwSmpl).\"}}");
    assertThat(http.call("DELETE", "/eventroutes/one", null).errorCode())
        .isEqualTo("EventRouteNotFound");
  }

  @Test
  void nextLink_isSpelledAsRecorded() {
    put("one", "true");
    put("two", "true");

    Result first = http.call("GET", "/eventroutes", null, "max-items-per-page", "1");

    String prefix = "https://" + TwinsFixture.HOST;
    String next = first.json().get("nextLink").getAsString();
    assertThat(next)
        .startsWith(prefix + "/EventRoutes?continuationToken=%5B%7B%22token%22%3A%22%2BRID%3A~")
        .contains("%22,%22range%22%3A%7B")
        .endsWith("&api-version=2023-10-31");
    Result second =
        http.send(
            "GET",
            next.substring(prefix.length()),
            null,
            TwinsFixture.token(TwinsFixture.READER),
            "max-items-per-page",
            "1");
    assertThat(second.body()).contains("\"two\"").endsWith("\"nextLink\":null}");
  }

  @Test
  void malformedFilter_returnsRecorded400() {
    Result response = put("one", "this is not a valid filter string");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"EventRouteFilterInvalid\",\"message\":\"The provided filter is"
                + " invalid. Parsing error, Line=1, Position=6, Message=Unexpected input 'is'. See"
                + " event route documentation for supported values and structure"
                + " (https://aka.ms/ADTv2Routes).\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "type = 'Microsoft.DigitalTwins.Twin.Create' OR type = 'microsoft.iot.telemetry'",
        "NOT ($body.$metadata.$model IN ['dtmi:a:b;1', 'dtmi:a:c;1']) AND subject != 'x'",
        "STARTS_WITH($body.name, 'room') AND $body.temperature >= 21.5"
      })
  void documentedFilter_isAccepted(String filter) {
    assertThat(put("one", filter).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "type", "type =", "(true", "true false", "type = a", "?", "= 'x'"})
  void invalidFilter_isRejected(String filter) {
    assertThat(put("one", filter).errorCode()).isEqualTo("EventRouteFilterInvalid");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "one | {\"endpointName\":\"none\",\"filter\":\"true\"} | EventRouteEndpointInvalid",
        "one | {\"filter\":\"true\"} | EventRouteEndpointInvalid",
        "one | {\"endpointName\":\"someEventHubEndpoint\"} | EventRouteFilterInvalid",
        "a%20b | {\"endpointName\":\"someEventHubEndpoint\",\"filter\":\"true\"}"
            + " | EventRouteIdInvalid",
        "one | [] | InvalidArgument",
      })
  void invalidRoute_isRejected(String id, String body, String code) {
    Result response = http.call("PUT", "/eventroutes/" + id, body);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo(code);
  }

  @Test
  void routes_areLimitedToSixByDefault() {
    for (int i = 0; i < 6; i++) {
      assertThat(put("r" + i, "true").status()).isEqualTo(204);
    }

    assertThat(put("r6", "true").errorCode()).isEqualTo("LimitExceeded");
    assertThat(put("r0", "false").status()).isEqualTo(204);
    emulator.limit(Limit.EVENT_ROUTES, 7);
    assertThat(put("r6", "true").status()).isEqualTo(204);
  }

  private Result put(String id, String filter) {
    return http.call(
        "PUT",
        "/eventroutes/" + id,
        "{\"endpointName\":\"someEventHubEndpoint\",\"filter\":\"" + filter + "\"}");
  }
}
