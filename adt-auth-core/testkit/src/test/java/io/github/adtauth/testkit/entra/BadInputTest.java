package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.LocalAzureExtension;
import io.github.adtauth.testkit.internal.Jwts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that malformed requests get an error of Entra ID and do not stop the server. */
@ExtendWith(LocalAzureExtension.class)
@Timeout(60)
class BadInputTest {
  private static final String DEEP = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);
  private static final String DEEP_ARRAY = "[".repeat(20_000) + "]".repeat(20_000);

  private LocalAzure azure;
  private TokenClient client;

  @BeforeEach
  void start(LocalAzure started) {
    azure = started;
    client = new TokenClient(started);
  }

  static Stream<String> claims() {
    return Stream.of(
        "{",
        "null",
        "[]",
        "\"\"",
        DEEP,
        DEEP_ARRAY,
        "{\"access_token\":1}",
        "{\"access_token\":{\"acrs\":[]}}",
        "{\"access_token\":{\"acrs\":{\"value\":null}}}",
        "{\"access_token\":{\"acrs\":{\"value\":{}}}}",
        "{\"access_token\":{\"acrs\":{\"values\":1}}}",
        "{\"access_token\":{\"acrs\":{\"values\":[null,{},[]]}}}",
        "{\"access_token\":{\"xms_cc\":{\"values\":{}}}}");
  }

  @ParameterizedTest
  @MethodSource("claims")
  void malformedClaims_areIgnored(String claims) {
    String assertion = azure.entra().assertionFor(azure.entra().alice(), azure.entra().webApi());

    assertThat(client.daemon("claims", claims).status()).isEqualTo(200);
    assertThat(client.onBehalfOf(assertion, "claims", claims).status()).isEqualTo(200);
  }

  static Stream<String> jwts() {
    return Stream.of(
        "x",
        "..",
        "a.b.c",
        jwt("null"),
        jwt("[]"),
        jwt(DEEP),
        jwt("{}"),
        jwt("{\"iss\":null,\"sub\":{},\"aud\":[]}"),
        jwt("{\"iss\":[\"a\",\"b\"],\"sub\":1,\"aud\":[null]}"),
        jwt("{\"exp\":\"x\",\"nbf\":{},\"scp\":[]}"));
  }

  private static String jwt(String claims) {
    return Jwts.base64("{\"alg\":\"RS256\"}") + "." + Jwts.base64(claims) + ".AAAA";
  }

  @ParameterizedTest
  @MethodSource("jwts")
  void malformedAssertion_isRejected(String jwt) {
    TokenClient.Result asClient =
        client.daemon(
            "client_secret",
            "",
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            jwt);

    assertThat(asClient.error()).startsWith("401 invalid_client ");
    assertThat(client.onBehalfOf(jwt).error()).startsWith("400 invalid_");
    assertThat(azure.entra().verify(jwt)).isNull();
  }

  /** The claims have wrong types, but the signature is valid. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"iss\":null,\"sub\":{},\"aud\":[]}",
        "{\"iss\":\"CLIENT\",\"sub\":\"CLIENT\",\"aud\":[\"x\",\"y\"]}",
        "{\"iss\":\"CLIENT\",\"sub\":\"CLIENT\",\"aud\":\"AUDIENCE\",\"exp\":\"x\"}",
        "{\"iss\":\"CLIENT\",\"sub\":\"CLIENT\",\"aud\":\"AUDIENCE\",\"exp\":null}",
        "{\"iss\":\"CLIENT\",\"sub\":\"CLIENT\",\"aud\":\"AUDIENCE\",\"exp\":1e300,\"nbf\":[]}"
      })
  void signedAssertionWithWrongTypes_isRejected(String claims) {
    FakeEntra entra = azure.entra();
    Registration daemon =
        entra.register(entra.daemon().toBuilder().certificate(entra.publicKey()).build());
    String filled =
        claims
            .replace("CLIENT", daemon.clientId())
            .replace(
                "AUDIENCE",
                "https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/token");
    String assertion = Jwts.sign(JsonParser.parseString(filled).getAsJsonObject());

    TokenClient.Result result =
        client.daemon(
            "client_secret",
            "",
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            assertion);

    assertThat(result.error()).startsWith("401 invalid_client ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "%", "=", "&&&", "grant_type", "grant_type=%zz", "a=1&a=2", "\u0000=\u0000"})
  void malformedForm_isRejected(String form) {
    RequestBody body = RequestBody.create(form, MediaType.get("application/x-www-form-urlencoded"));
    TokenClient.Result result = client.send(token().post(body).build());

    assertThat(result.status()).isEqualTo(400);
    assertThat(result.text("error")).isEqualTo("invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=x"})
  void otherMediaType_isRejected(String type) {
    RequestBody body = RequestBody.create("grant_type=client_credentials", MediaType.get(type));

    assertThat(client.send(token().post(body).build()).error())
        .isEqualTo("400 invalid_request 900144");
  }

  private Request.Builder token() {
    return new Request.Builder()
        .url(
            "https://login.microsoftonline.com/" + azure.entra().tenantId() + "/oauth2/v2.0/token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/%/x",
        "/%00/oauth2/v2.0/authorize",
        "/common/userrealm/%zz",
        "/common/userrealm/",
        "/GetUserRealm.srf?login=%",
        "/common/oauth2/v2.0/authorize?%",
        "/common/oauth2/v2.0/authorize?client_id=%zz",
        "/common/oauth2/v2.0/authorize?client_id=1&client_id=2",
        "/common/oauth2/authorize?resource=%",
        "/common/adminconsent?%zz",
        "/common/oauth2/v2.0/logout?post_logout_redirect_uri=%zz",
        "/common/discovery/instance?authorization_endpoint=%",
        "/devicelogin?%"
      })
  void uglyUrl_getsAResponse(String target) throws IOException {
    String response = exchange("GET " + target + " HTTP/1.1\r\nHost: login.microsoftonline.com");

    assertThat(response).matches("(?s)HTTP/1.1 (200|400|404) .*");
  }

  @Test
  void requestWithoutHost_getsAResponse() throws IOException {
    assertThat(exchange("GET /x HTTP/1.1")).startsWith("HTTP/1.1 421 ");
  }

  /** Sends a request over TLS without a client library, which would correct it. */
  private String exchange(String head) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), azure.port());
    try (Socket socket =
        Objects.requireNonNull(azure.httpClient().sslSocketFactory())
            .createSocket(plain, "login.microsoftonline.com", 443, true)) {
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      byte[] start = new byte[200];
      int length = socket.getInputStream().read(start);
      return new String(start, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }
  }

  @Test
  void halfSentRequests_doNotStopTheServer() throws IOException {
    for (int i = 0; i < 50; i++) {
      Socket plain = new Socket(InetAddress.getLoopbackAddress(), azure.port());
      try (Socket socket =
          Objects.requireNonNull(azure.httpClient().sslSocketFactory())
              .createSocket(plain, "login.microsoftonline.com", 443, true)) {
        String half =
            "POST /common/oauth2/v2.0/token HTTP/1.1\r\nHost: login.microsoftonline.com\r\n"
                + "Content-Length: 999999999999\r\n\r\ngrant_type=";
        socket
            .getOutputStream()
            .write(half.substring(0, half.length() - i).getBytes(StandardCharsets.UTF_8));
      }
    }

    assertThat(client.daemon().status()).isEqualTo(200);
  }
}
