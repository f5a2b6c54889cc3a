package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.TokenVerifier;
import io.github.adtauth.testkit.internal.ConnectionLimit;
import io.github.adtauth.testkit.internal.MockServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Serves a fake service over plain HTTP on the loopback interface, with a client for tests. */
final class TwinsFixture implements AutoCloseable {
  static final String TENANT = "72f988bf-0000-4000-8000-000000000001";
  static final String HOST = "contoso.api.weu.digitaltwins.azure.net";
  static final String OWNER = "owner-oid";
  static final String READER = "reader-oid";
  static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T10:20:30.1234567Z"), ZoneOffset.UTC);

  private static final @Nullable Swagger SWAGGER = Swagger.load();

  /** Accepts tokens that consist of their claims in Base64url. */
  static final TokenVerifier VERIFIER = TwinsFixture::decode;

  record Result(int status, Headers headers, String body) {
    JsonObject json() {
      return Json.readObject(body);
    }

    JsonArray array() {
      return Json.readArray(body);
    }

    String errorCode() {
      return json().getAsJsonObject("error").get("code").getAsString();
    }

    String errorMessage() {
      return json().getAsJsonObject("error").get("message").getAsString();
    }
  }

  private final MockWebServer server = new MockWebServer();
  private final OkHttpClient client = new OkHttpClient();
  private final String base;
  private final boolean isEmulator;

  TwinsFixture(FakeService service) throws IOException {
    isEmulator = service instanceof TwinsEmulator;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return service.handle(request);
          }
        });
    server.setServerSocketFactory(new ConnectionLimit(1_000, null));
    server.start();
    base = "http://127.0.0.1:" + server.getPort();
  }

  static TwinsEmulator emulator() {
    TwinsEmulator emulator = new TwinsEmulator(TENANT, VERIFIER, CLOCK, HOST);
    emulator.grantRole(OWNER, Role.DATA_OWNER);
    emulator.grantRole(READER, Role.DATA_READER);
    return emulator;
  }

  static String token(String oid) {
    return token(oid, TENANT, "https://digitaltwins.azure.net");
  }

  static String token(String oid, String tid, String aud) {
    JsonObject claims = new JsonObject();
    claims.addProperty("oid", oid);
    claims.addProperty("tid", tid);
    claims.addProperty("aud", aud);
    return token(claims);
  }

  static String token(JsonObject claims) {
    return Base64.getUrlEncoder()
        .encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable JsonObject decode(String token) {
    try {
      String claims = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      return Json.readObject(claims);
    } catch (IllegalArgumentException | ErrorResponseException e) {
      return null;
    }
  }

  int port() {
    return server.getPort();
  }

  /** Sends a request as the data owner with api-version 2023-10-31. */
  Result call(String method, String path, @Nullable String body, String... headers) {
    String target = path + (path.contains("?") ? "&" : "?") + "api-version=2023-10-31";
    return send(method, target, body, token(OWNER), headers);
  }

  Result get(String path) {
    return call("GET", path, null);
  }

  /** Sends a request with the given target and token, unchanged. */
  Result send(
      String method,
      String target,
      @Nullable String body,
      @Nullable String token,
      String... headers) {
    Request.Builder request =
        new Request.Builder().url(base + target).headers(Headers.of(headers)).header("Host", HOST);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    String type = method.equals("PATCH") ? "application/json-patch+json" : "application/json";
    RequestBody content = body == null ? null : RequestBody.create(body, MediaType.get(type));
    if (content == null && (method.equals("POST") || method.equals("PUT"))) {
      content = RequestBody.create("", null);
    }
    request.method(method, content);
    try (Response response = client.newCall(request.build()).execute()) {
      Result result = new Result(response.code(), response.headers(), response.body().string());
      checkContract(method, target, result);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks a response of the emulator against the contract, if that is available. */
  void checkContract(String method, String target, Result response) {
    if (SWAGGER != null && isEmulator) {
      assertThat(SWAGGER.violations(method, target, response))
          .as(method + " " + target + "\n" + response.body())
          .isEmpty();
    }
  }

  @Override
  public void close() {
    MockServers.close(server);
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
