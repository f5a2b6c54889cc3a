package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Malformed and hostile requests, sent over plain sockets. Each gets an error of the service, and
 * the next request is served.
 */
final class BadInputTest {
  private static final String VERSION = "?api-version=2023-10-31";
  private static final String ROOM = "/digitaltwins/room" + VERSION;
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:part;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": {"@type": "Property", "name": "serial", "schema": "string"}},
       {"@id": "dtmi:example:room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": "Property", "name": "label", "schema": "string"},
          {"@type": "Property", "name": "seats", "schema": "integer"},
          {"@type": "Property", "name": "area", "schema": "double"},
          {"@type": "Property", "name": "place", "schema": {"@type": "Object",
            "fields": {"name": "x", "schema": "double"}}},
          {"@type": "Component", "name": "part", "schema": "dtmi:example:part;1"},
          {"@type": "Relationship", "name": "near"}]}]
      """;
  private static final String TWIN =
      """
      {"$metadata": {"$model": "dtmi:example:room;1"}, "label": "a", "place": {"x": 1},
       "part": {"$metadata": {}, "serial": "s"}}
      """;

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(MODELS);
    emulator.putTwin("room", TWIN);
    emulator.putTwin("hall", TWIN);
    emulator.addEndpoint("hub");
    emulator.putEventRoute("hot", "hub", "$body.heat > 30");
  }

  /** The emulator still serves requests after each test. */
  @AfterEach
  void stop() {
    assertThat(http.get("/digitaltwins/room").status()).isEqualTo(200);
    http.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Malformed JSON, and JSON of another shape
        "PUT | /digitaltwins/a | `` | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | {'a' | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | {'a':1} x | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | {a:1} | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | {'a':NaN} | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | {'a':'\u0001'} | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | null | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | [] | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | 5 | 400 | InvalidArgument",
        "PUT | /digitaltwins/a | {} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | {'$metadata':5} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | {'$metadata':{'$model':[]}} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | {'$metadata':{'$model':'dtmi:no:no;1'}} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | ROOM,'seats':1e99999999999} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | ROOM,'area':1e99999999999} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | ROOM,'area':1e999} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | ROOM,'area':{}} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | ROOM,'none':1} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | ROOM,'':1} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | ROOM,'$none':1} | 400 | ValidationFailed",
        "PUT | /digitaltwins/a | ROOM,'part':[]} | 400 | ValidationFailed",
        // Patches
        "PATCH | /digitaltwins/room | {} | 400 | InvalidArgument",
        "PATCH | /digitaltwins/room | [5] | 400 | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [null] | 400 | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{}] | 400 | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':5,'path':'/label'}] | 400 | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'move','path':'/label','from':'/seats'}] | 400"
            + " | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'add','path':'/label'}] | 400 | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'add','path':'','value':{}}] | 400 | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'add','path':'label','value':'a'}] | 400"
            + " | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'add','path':'/','value':'a'}] | 400"
            + " | ValidationFailed",
        "PATCH | /digitaltwins/room | [{'op':'add','path':'/none','value':1}] | 400"
            + " | ValidationFailed",
        "PATCH | /digitaltwins/room | [{'op':'replace','path':'/none','value':1}] | 400"
            + " | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'remove','path':'/none'}] | 400 | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'remove','path':'/part'}] | 400 | ValidationFailed",
        "PATCH | /digitaltwins/room | [{'op':'add','path':'/label/x','value':1}] | 400"
            + " | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'add','path':'/place/y','value':1}] | 400"
            + " | ValidationFailed",
        "PATCH | /digitaltwins/room | [{'op':'add','path':'/$dtId','value':'b'}] | 400"
            + " | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'remove','path':'/$metadata'}] | 400"
            + " | JsonPatchInvalid",
        "PATCH | /digitaltwins/room | [{'op':'replace','path':'/$metadata/$model','value':5}] | 400"
            + " | ValidationFailed",
        "PATCH | /digitaltwins/room/components/part | [{'op':'add','path':'/none','value':1}] | 400"
            + " | ValidationFailed",
        "PATCH | /models/dtmi:example:room;1 | [] | 400 | JsonPatchInvalid",
        "PATCH | /models/dtmi:example:room;1 | [{'op':'replace','path':'/decommissioned',"
            + "'value':'yes'}] | 400 | JsonPatchInvalid",
        // Identifiers
        "GET | /digitaltwins/a%20b | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/a%2Fb | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/%00 | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/%0D%0AX:%20y | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/%F0%9F%98%80 | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/%FF%FE | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/%zz | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/% | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/<script> | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/LONG | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/.. | `` | 404 | DigitalTwinNotFound",
        "GET | /digitaltwins/%25 | `` | 404 | DigitalTwinNotFound",
        "GET | /digitaltwins/room/components/a%20b | `` | 400 | InvalidArgument",
        "GET | /digitaltwins/room/components/label | `` | 404 | ComponentNotFound",
        "GET | /digitaltwins/room/components/$metadata | `` | 404 | ComponentNotFound",
        "GET | /digitaltwins/room/relationships/a%20b | `` | 400 | InvalidArgument",
        "GET | /models/a%20b | `` | 400 | InvalidArgument",
        "GET | /models/LONG | `` | 400 | InvalidArgument",
        "GET | /eventroutes/a%20b | `` | 404 | EventRouteNotFound",
        "GET | /jobs/imports/a%20b | `` | 404 | JobNotFound",
        "PUT | /jobs/imports/a%20b | {} | 400 | InvalidArgument",
        // Relationships
        "PUT | /digitaltwins/room/relationships/r | {} | 400 | InvalidRelationship",
        "PUT | /digitaltwins/room/relationships/r | {'$targetId':5,'$relationshipName':'near'}"
            + " | 400 | InvalidRelationship",
        "PUT | /digitaltwins/room/relationships/r | {'$targetId':'no','$relationshipName':'near'}"
            + " | 404 | TargetDigitalTwinNotFound",
        "PUT | /digitaltwins/room/relationships/r | {'$targetId':'hall','$relationshipName':'no'}"
            + " | 400 | InvalidRelationship",
        "PUT | /digitaltwins/room/relationships/r | {'$targetId':'hall','$relationshipName':'near',"
            + "'none':1} | 400 | ValidationFailed",
        // Queries
        "POST | /query | {} | 400 | InvalidArgument",
        "POST | /query | {'query':5} | 400 | InvalidArgument",
        "POST | /query | {'query':''} | 400 | SqlQueryError",
        "POST | /query | {'query':'SELECT * FROM DIGITALTWINS WHERE ('} | 400 | SqlQueryError",
        "POST | /query | {'continuationToken':'x'} | 400 | BadRequest",
        "POST | /query | {'continuationToken':5} | 400 | InvalidArgument",
        // Telemetry, routes, jobs and lists
        "POST | /digitaltwins/room/telemetry | {} | 400 | InvalidArgument",
        "PUT | /eventroutes/e | {'endpointName':5,'filter':'true'} | 400 | EventRouteEndpointInvalid",
        "PUT | /eventroutes/e | {'endpointName':'hub','filter':5} | 400 | EventRouteFilterInvalid",
        "PUT | /eventroutes/e | {'endpointName':'hub','filter':'((('} | 400"
            + " | EventRouteFilterInvalid",
        "PUT | /jobs/imports/j | {'inputBlobUri':5,'outputBlobUri':'https://a/b'} | 400"
            + " | ValidationFailed",
        "GET | /models?continuationToken=x& | `` | 400 | InvalidArgument",
        "GET | /models?dependenciesFor=& | `` | 400 | InvalidArgument",
        "GET | /models?dependenciesFor& | `` | 400 | InvalidArgument",
        "POST | /models | [] | 400 | LimitExceeded",
        "POST | /models | {} | 400 | InvalidArgument",
        "POST | /models | [{'@id':'dtmi:a:b;1','@type':'Interface','@context':'dtmi:dtdl:context;3',"
            + "'contents':{'@type':'Relationship','name':'a','maxMultiplicity':1e99999999999}}]"
            + " | 400 | DTDLParserError",
        "POST | /models | [{'@id':'dtmi:a:b;1','@type':'Interface','@context':'dtmi:dtdl:context;3',"
            + "'contents':{'@type':'Property','name':'a','schema':{'@type':'Enum','valueSchema':"
            + "'integer','enumValues':{'name':'x','enumValue':1e99999999999}}}}]"
            + " | 400 | DTDLParserError"
      })
  void badRequest_getsTheErrorOfTheService(
      String method, String path, String body, int status, String code) throws IOException {
    String json =
        body.replace("ROOM", "{'$metadata':{'$model':'dtmi:example:room;1'}").replace('\'', '"');
    String target = path.replace("LONG", "x".repeat(129));
    String separator = target.endsWith("&") ? "" : "?";

    Result response =
        send(method, target + separator + "api-version=2023-10-31", "application/json", json);

    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(Json.readObject(response.body()).getAsJsonObject("error").get("code").getAsString())
        .isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "2020-10-30, UnsupportedApiVersion",
    "2023-10-31-preview, UnsupportedApiVersion",
    "'', UnsupportedApiVersion",
    "1, UnsupportedApiVersion"
  })
  void unknownApiVersion_isUnsupported(String version, String code) throws IOException {
    Result response = send("GET", "/digitaltwins/room?api-version=" + version, "", "");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains(code);
    assertThat(send("GET", "/digitaltwins/room", "", "").body()).contains("ApiVersionUnspecified");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text/plain", "application/xml", "multipart/form-data", "json", "*/*", "é"})
  void otherMediaType_isUnsupported(String contentType) throws IOException {
    assertThat(send("PUT", ROOM, contentType, TWIN).status()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON; charset=utf-8",
        "application/json-patch+json",
        "application/merge-patch+json"
      })
  void jsonMediaType_isAccepted(String contentType) throws IOException {
    assertThat(send("PUT", ROOM, contentType, TWIN).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deeplyNestedJson_isInvalid(String opening) throws IOException {
    String nested = opening.repeat(5_000);

    for (String target : new String[] {ROOM, "/models" + VERSION, "/query" + VERSION}) {
      String method = target.equals(ROOM) ? "PUT" : "POST";
      Result response = send(method, target, "application/json", nested);
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.body()).contains("InvalidArgument");
    }
  }

  @Test
  void largeBody_isTooLarge() throws IOException {
    String twin = "{\"label\":\"" + "x".repeat(32 * 1024) + "\"}";
    String models = "[" + " ".repeat(1024 * 1024) + "]";

    assertThat(send("PUT", ROOM, "application/json", twin).status()).isEqualTo(413);
    assertThat(send("POST", "/models" + VERSION, "application/json", models).status())
        .isEqualTo(413);
  }

  /** Gson reads numbers of at most 1,024 characters. Larger ones would take minutes to convert. */
  @Test
  void numberOfManyDigits_isInvalid() throws IOException {
    String models =
        "[{\"@id\":\"dtmi:a:b;1\",\"@type\":\"Interface\",\"@context\":\"dtmi:dtdl:context;3\","
            + "\"contents\":{\"@type\":\"Relationship\",\"name\":\"a\",\"maxMultiplicity\":"
            + "9".repeat(1_000_000)
            + "}}]";

    Result response = send("POST", "/models" + VERSION, "application/json", models);

    assertThat(response.errorCode()).isEqualTo("InvalidArgument");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1e3", "x", "99999999999", " "})
  void invalidPageSize_isRejected(String size) throws IOException {
    String body = exchange(request("GET", "/models" + VERSION, "max-items-per-page: " + size, ""));

    assertThat(body).startsWith("HTTP/1.1 400").contains("InvalidArgument");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "*x", "W/", "\"", "W/\"\"", ", ,"})
  void malformedETag_doesNotMatch(String etag) throws IOException {
    String response = exchange(request("DELETE", ROOM, "If-Match: " + etag, ""));

    assertThat(response).startsWith("HTTP/1.1 412").contains("PreconditionFailed");
  }

  /** A filter compares numbers of telemetry, which no schema restricts. */
  @Test
  void hugeNumberInTelemetry_isAcceptedAndNotDelivered() throws IOException {
    String response =
        exchange(
            request(
                "POST",
                "/digitaltwins/room/telemetry" + VERSION,
                "Message-Id: 1\r\nContent-Type: application/json",
                "{\"heat\":1e99999999999}"));

    assertThat(response).startsWith("HTTP/1.1 204");
    assertThat(emulator.events("hub")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /nowhere", "GET /", "GET //", "GET *", "POST /digitaltwins/room/x"})
  void unknownPath_isNotFound(String start) throws IOException {
    assertThat(exchange(start + " HTTP/1.1\r\n" + headers("") + "\r\n")).startsWith("HTTP/1.1 404");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "OPTIONS", "TRACE", "PROPFIND", "POST"})
  void otherMethod_isNotAllowed(String method) throws IOException {
    assertThat(exchange(request(method, ROOM, "", "")))
        .startsWith("HTTP/1.1 405")
        .contains("Allow: DELETE, GET, PATCH, PUT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G",
        "GET /digitaltwins/room",
        "GET /digitaltwins/room HTTP/1.1\r\nHost",
        "PUT /digitaltwins/a HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"a\":",
        "PUT /digitaltwins/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a",
        "PUT /digitaltwins/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "\u0000\u0001\u0002",
        "NOT HTTP\r\n\r\n"
      })
  void halfSentRequest_isDropped(String start) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(start.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(emulator.twin("a")).isNull();
  }

  private Result send(String method, String target, String contentType, String body)
      throws IOException {
    String type = contentType.isEmpty() ? "" : "Content-Type: " + contentType;
    String response = exchange(request(method, target, type, body));
    int end = response.indexOf("\r\n\r\n");
    Headers.Builder headers = new Headers.Builder();
    response.substring(0, end).lines().skip(1).forEach(headers::add);
    Result result =
        new Result(
            Integer.parseInt(response.substring(9, 12)),
            headers.build(),
            response.substring(end + 4));
    http.checkContract(method, target, result);
    return result;
  }

  private static String request(String method, String target, String header, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return method
        + " "
        + target
        + " HTTP/1.1\r\n"
        + headers(header)
        + "Content-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  private static String headers(String header) {
    return "Host: "
        + TwinsFixture.HOST
        + "\r\nAuthorization: Bearer "
        + TwinsFixture.token(TwinsFixture.OWNER)
        + "\r\n"
        + (header.isEmpty() ? "" : header + "\r\n");
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      // The server closes the connection after its response, because no request follows.
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port());
    socket.setSoTimeout(60_000);
    return socket;
  }
}
