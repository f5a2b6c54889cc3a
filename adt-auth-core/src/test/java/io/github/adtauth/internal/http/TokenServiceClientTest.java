package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.http.Server;
import io.github.adtauth.testkit.internal.ReservedPort;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link TokenServiceClient} and {@link ResponseBodies}. */
class TokenServiceClientTest {
  private final Server server = new Server();
  private final OkHttpClient login =
      TokenServiceClient.client(
          server.plain,
          URI.create(server.url("")),
          Duration.ofSeconds(10),
          new TokenServiceClient.Settings(TestTiming.of(server.time), AuthListener.NONE));

  TokenServiceClientTest() throws IOException {}

  @AfterEach
  void stop() {
    server.close();
  }

  private Response call(String url) throws IOException {
    return login
        .newCall(
            new Request.Builder()
                .url(url)
                .post(RequestBody.create("grant_type=x".getBytes(StandardCharsets.UTF_8)))
                .tag(RetrySafety.class, RetrySafety.SAFE)
                .build())
        .execute();
  }

  @Test
  void otherHostOnSamePort_isRejected() {
    String url = URI.create(server.url("/token")).toString();
    String other = url.replace("://" + URI.create(url).getHost(), "://evil.example");
    assertThatThrownBy(() -> call(other)).isInstanceOf(AuthenticatedCallException.class);
  }

  @Test
  void ipv6Authority_isCalled() {
    try (ReservedPort closed = ReservedPort.open()) {
      URI authority = URI.create("https://[::1]:" + closed.port() + "/");
      OkHttpClient client =
          TokenServiceClient.client(
              server.plain,
              authority,
              Duration.ofSeconds(10),
              new TokenServiceClient.Settings(TestTiming.of(server.time), AuthListener.NONE));
      assertThatThrownBy(
              () -> client.newCall(new Request.Builder().url(authority + "t").build()).execute())
          .isNotInstanceOf(AuthenticatedCallException.class)
          .isInstanceOf(SocketException.class); // the port is closed, or IPv6 is not available
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/token",
        "https://localhost:1/token",
        "http://localhost/token"
      })
  void otherOrigin_isRejected(String url) {
    assertThatThrownBy(() -> call(url))
        .isInstanceOf(AuthenticatedCallException.class)
        .hasCauseInstanceOf(RegistrationException.class);
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void redirect_isNotFollowed() throws IOException {
    server.web.enqueue(
        new MockResponse.Builder().code(307).addHeader("Location", server.url("/b")).build());
    try (Response response = call(server.url("/a"))) {
      assertThat(response.code()).isEqualTo(307);
    }
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void outage_isRetriedTwice() throws IOException {
    for (int i = 0; i < 3; i++) {
      server.web.enqueue(new MockResponse.Builder().code(503).build());
    }
    try (Response response = call(server.url("/a"))) {
      assertThat(response.code()).isEqualTo(503);
    }
    assertThat(server.web.getRequestCount()).isEqualTo(3);
  }

  @Test
  void body_isReadUpToLimit() throws IOException {
    server.web.enqueue(new MockResponse.Builder().body("12345").build());
    assertThat(ResponseBodies.read(call(server.url("/a")), 5)).isEqualTo("12345");
    server.web.enqueue(new MockResponse.Builder().body("123456").build());
    assertThatThrownBy(() -> ResponseBodies.read(call(server.url("/a")), 5))
        .hasCauseInstanceOf(UnexpectedResponseException.class);
  }
}
