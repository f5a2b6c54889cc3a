package io.github.adtauth.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the server as a process of its own. */
class LocalAzureServerTest {
  private static final String VERSION = "?api-version=2023-10-31";
  private static final String MODEL =
      "[{\"@id\":\"dtmi:com:contoso:Room;1\",\"@type\":\"Interface\","
          + "\"@context\":\"dtmi:dtdl:context;2\",\"contents\":[{\"@type\":\"Property\","
          + "\"name\":\"temperature\",\"schema\":\"double\"},{\"@type\":\"Relationship\","
          + "\"name\":\"next\"}]}]";
  private static final String ROOM =
      "{\"$metadata\":{\"$model\":\"dtmi:com:contoso:Room;1\"},\"temperature\":21.5}";

  @TempDir Path folder;
  private final List<ServerProcess> processes = new ArrayList<>();
  private OkHttpClient http = new OkHttpClient();
  private JsonObject server = new JsonObject();

  @AfterEach
  void stopProcesses() {
    http.connectionPool().evictAll();
    processes.forEach(ServerProcess::close);
  }

  private ServerProcess launch(String... options) throws IOException {
    ServerProcess process = ServerProcess.launch(folder, options);
    processes.add(process);
    return process;
  }

  /** Starts a server on a free port and reads its instructions. */
  private ServerProcess start(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--port", "0", "--format", "json"));
    all.addAll(List.of(options));
    ServerProcess process = launch(all.toArray(String[]::new));
    server = JsonParser.parseString(process.readUntil("}")).getAsJsonObject();
    http = trusting(Path.of(text("certificate")));
    return process;
  }

  private static OkHttpClient trusting(Path certificate) throws Exception {
    X509Certificate authority;
    try (var in = Files.newInputStream(certificate)) {
      authority = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder().addTrustedCertificate(authority).build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .readTimeout(0, TimeUnit.SECONDS)
        .build();
  }

  private String text(String member) {
    return server.get(member).getAsString();
  }

  private String token() throws IOException {
    JsonObject daemon = server.getAsJsonObject("clients").getAsJsonObject("daemon");
    RequestBody form =
        new FormBody.Builder()
            .add("grant_type", "client_credentials")
            .add("client_id", daemon.get("clientId").getAsString())
            .add("client_secret", daemon.get("clientSecret").getAsString())
            .add("scope", "https://digitaltwins.azure.net/.default")
            .build();
    String url = text("authorityHost") + "/" + text("tenantId") + "/oauth2/v2.0/token";
    try (Response response =
        http.newCall(new Request.Builder().url(url).post(form).build()).execute()) {
      String body = response.body().string();
      assertThat(response.code()).as(body).isEqualTo(200);
      return JsonParser.parseString(body).getAsJsonObject().get("access_token").getAsString();
    }
  }

  private Response call(String method, String path, String body) throws IOException {
    Request.Builder request =
        new Request.Builder().url(path.startsWith("/") ? text("endpoint") + path : path);
    request.method(
        method, body == null ? null : RequestBody.create(body, MediaType.get("application/json")));
    if (!path.contains("/_admin")) {
      request.header("Authorization", "Bearer " + token());
    }
    return http.newCall(request.build()).execute();
  }

  private void expect(int status, String method, String path, String body) throws IOException {
    try (Response response = call(method, path, body)) {
      assertThat(response.code()).as(response.body().string()).isEqualTo(status);
    }
  }

  private JsonObject get(String path) throws IOException {
    try (Response response = call("GET", path, null)) {
      String body = response.body().string();
      assertThat(response.code()).as(body).isEqualTo(200);
      return JsonParser.parseString(body).getAsJsonObject();
    }
  }

  @Test
  void graph_isSavedOnSigtermAndLoadedAtStart() throws Exception {
    String[] options = {"--graph", "data/graph.ndjson", "--ca", "ca"};
    ServerProcess first = start(options);
    String certificate = Files.readString(Path.of(text("certificate")));
    expect(201, "POST", "/models" + VERSION, MODEL);
    expect(200, "PUT", "/digitaltwins/a" + VERSION, ROOM);
    expect(200, "PUT", "/digitaltwins/b" + VERSION, ROOM);
    expect(
        200,
        "PUT",
        "/digitaltwins/a/relationships/r" + VERSION,
        "{\"$targetId\":\"b\",\"$relationshipName\":\"next\"}");
    first.stop();

    start(options);

    assertThat(get("/digitaltwins/b" + VERSION).get("temperature").getAsDouble()).isEqualTo(21.5);
    assertThat(get("/digitaltwins/a/relationships/r" + VERSION).get("$targetId").getAsString())
        .isEqualTo("b");
    assertThat(Files.readString(Path.of(text("certificate")))).isEqualTo(certificate);
    assertThat(folder.resolve("err")).isEmptyFile();
  }

  @Test
  void urlsInResponses_containPort() throws Exception {
    start();
    String url = text("endpoint");
    expect(201, "POST", "/models" + VERSION, MODEL);
    expect(200, "PUT", "/digitaltwins/a" + VERSION, ROOM);
    expect(200, "PUT", "/digitaltwins/b" + VERSION, ROOM);
    expect(
        200,
        "PUT",
        "/digitaltwins/a/relationships/r" + VERSION,
        "{\"$targetId\":\"b\",\"$relationshipName\":\"next\"}");

    assertThat(
            get("/" + text("tenantId") + "/v2.0/.well-known/openid-configuration")
                .get("token_endpoint")
                .getAsString())
        .startsWith(url + "/");
    assertThat(get("/digitaltwins/b/incomingrelationships" + VERSION).toString())
        .contains(url + "/digitaltwins/a/relationships/r");
    try (Response response =
        call("POST", "/query" + VERSION, "{\"query\":\"SELECT * FROM DIGITALTWINS\"}")) {
      assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
      assertThat(response.header("Transfer-Encoding")).isNull();
      assertThat(
              JsonParser.parseString(response.body().string())
                  .getAsJsonObject()
                  .getAsJsonArray("value"))
          .hasSize(2);
    }
    try (Response response = call("POST", "/jobs/deletions" + VERSION, "")) {
      assertThat(response.code()).isEqualTo(202);
      assertThat(response.header("Operation-Location")).startsWith(url + "/jobs/deletions/");
      assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
    }
  }

  @Test
  void adminApi_changesFaultsClockAndRoles() throws Exception {
    start("--no-http2");
    String admin = text("admin");
    expect(201, "POST", "/models" + VERSION, MODEL);
    String daemon =
        server.getAsJsonObject("clients").getAsJsonObject("daemon").get("objectId").getAsString();

    expect(204, "POST", admin + "/faults", "{\"path\":\"/models\",\"status\":503,\"times\":2}");
    expect(503, "GET", "/models" + VERSION, null);
    expect(503, "GET", "/models" + VERSION, null);
    expect(200, "GET", "/models" + VERSION, null);
    expect(200, "PUT", admin + "/clock", "{\"advance\":\"P1D\"}");
    expect(200, "GET", "/models" + VERSION, null);
    expect(204, "PUT", admin + "/blobs?uri=https://x.example/a", "{}");
    expect(204, "PUT", admin + "/endpoints/events", "");
    expect(
        204,
        "PUT",
        "/eventroutes/all" + VERSION,
        "{\"endpointName\":\"events\",\"filter\":\"true\"}");
    expect(200, "PUT", "/digitaltwins/b" + VERSION, ROOM);
    try (Response events = call("GET", admin + "/endpoints/events", null)) {
      assertThat(events.body().string()).contains("Microsoft.DigitalTwins.Twin.Create");
    }
    expect(400, "GET", admin + "/endpoints/others", null);
    expect(200, "GET", admin + "/blobs?uri=https://x.example/a", null);
    expect(400, "GET", admin + "/blobs?uri=https://x.example/b", null);
    expect(204, "PUT", admin + "/roles/" + daemon, "{\"role\":\"DATA_READER\"}");
    expect(403, "PUT", "/digitaltwins/a" + VERSION, ROOM);
    expect(204, "PUT", admin + "/throttling", "{\"writesPerSecond\":1000}");
    expect(400, "PUT", admin + "/clock", "{\"advance\":\"soon\"}");
    expect(400, "POST", admin + "/faults", "[]");
    expect(400, "POST", admin + "/faults", "{\"stats\":429}");
    try (Response token =
        call("POST", admin + "/tokens", "{\"user\":\"bob@contoso.onmicrosoft.com\"}")) {
      assertThat(token.body().string().split("[.]", -1)).hasSize(3);
    }
    expect(400, "POST", admin + "/tokens", "{\"user\":\"carol\"}");
    expect(400, "POST", admin + "/tokens", "{\"user\":\"x\",\"scope\":\"y\"}");
    expect(400, "PUT", admin + "/nothing", "{}");
  }

  @Test
  void adminApi_rejectsWebPages() throws Exception {
    start();
    Request request =
        new Request.Builder().url(text("admin")).header("Origin", "https://evil.example").build();

    Request ofOtherSite =
        new Request.Builder().url(text("admin")).header("Sec-Fetch-Site", "cross-site").build();

    for (Request page : List.of(request, ofOtherSite)) {
      try (Response response = http.newCall(page).execute()) {
        assertThat(response.code()).isEqualTo(403);
      }
    }
  }

  @Test
  void exposedServer_warnsAndServesAdminOnLoopbackOnly() throws Exception {
    start("--bind", "0.0.0.0");

    assertThat(text("admin")).startsWith("http://127.0.0.1:");
    expect(200, "GET", text("admin"), null);
    expect(403, "GET", text("endpoint") + "/_admin", null);
    assertThat(folder.resolve("err")).content().contains("Warning: other machines can connect");
  }

  @Test
  void damagedGraphFile_isReported() throws Exception {
    Files.writeString(folder.resolve("g.ndjson"), "{\"Section\":\"Twins\"}\n{\"$dtId\":");

    ServerProcess process = launch("--port", "0", "--graph", "g.ndjson");

    assertThat(process.exitStatus()).isEqualTo(2);
    assertThat(folder.resolve("err")).content().contains("g.ndjson is not a valid import file");
    assertThat(folder.resolve("g.ndjson")).content().endsWith("{\"$dtId\":");
  }

  @Test
  void damagedAuthority_isReported() throws Exception {
    Files.createDirectory(folder.resolve("ca"));
    Files.writeString(folder.resolve("ca/ca.pem"), "x");
    Files.writeString(folder.resolve("ca/ca.key"), "x");

    ServerProcess process = launch("--port", "0", "--ca", "ca");

    assertThat(process.exitStatus()).isEqualTo(2);
    assertThat(folder.resolve("err")).content().contains("Delete them to create a new");
  }

  /** Clients would trust an authority that another user has put there. */
  @ParameterizedTest
  @ValueSource(strings = {"ca", "ca/ca.pem", "ca/ca.key"})
  @DisabledOnOs(OS.WINDOWS)
  void authorityThatOthersMayWrite_isRejected(String writable) throws Exception {
    AuthorityFiles.in(folder.resolve("ca"));
    Files.setPosixFilePermissions(
        folder.resolve(writable), PosixFilePermissions.fromString("rwxrwxrwx"));

    ServerProcess process = launch("--port", "0", "--ca", "ca");

    assertThat(process.exitStatus()).isEqualTo(2);
    assertThat(folder.resolve("err")).content().contains("others may write to it");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linkInPlaceOfTrustStore_isNotFollowed() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createDirectory(folder.resolve("ca"));
    Files.createSymbolicLink(folder.resolve("ca/ca.p12"), victim);

    AuthorityFiles.in(folder.resolve("ca"));

    assertThat(victim).hasContent("precious");
  }

  @Test
  void usedPort_isReported() throws Exception {
    start();
    String port = text("endpoint").substring(text("endpoint").lastIndexOf(':') + 1);

    ServerProcess process = launch("--port", port);

    assertThat(process.exitStatus()).isEqualTo(1);
    assertThat(folder.resolve("err")).content().contains("Could not listen");
  }

  @Test
  void unknownOption_printsUsage() throws Exception {
    ServerProcess process = launch("--prot", "1");

    assertThat(process.exitStatus()).isEqualTo(2);
    assertThat(folder.resolve("err"))
        .content()
        .contains("Unknown option: --prot", "Usage: LocalAzureServer");
  }
}
