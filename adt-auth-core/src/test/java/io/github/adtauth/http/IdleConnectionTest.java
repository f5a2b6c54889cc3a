package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.ProtectedResource;
import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of calls on pooled connections that the server closed while they were idle. */
class IdleConnectionTest {
  private static final RequestBody JSON =
      RequestBody.create("{}", MediaType.get("application/json"));

  private final ManualTime time = new ManualTime();
  private final KeepAliveServer server = KeepAliveServer.https();
  private final OkHttpClient base =
      server
          .trustedBy(new OkHttpClient.Builder())
          .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
          .build();

  IdleConnectionTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    base.connectionPool().evictAll();
    server.close();
  }

  private OkHttpClient client(RetryPolicy policy) {
    ProtectedResource resource = new ProtectedResource(URI.create(url()), "https://r/.default");
    return AuthenticatedHttp.builder(base, resource)
        .tokens(request -> AccessToken.of("t", Instant.MAX))
        .retry(policy)
        .timing(TestTiming.of(time))
        .build();
  }

  private String url() {
    return server.url();
  }

  private static int call(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.code();
    }
  }

  private Request request(String method) {
    boolean hasBody = !method.equals("GET") && !method.equals("DELETE");
    return new Request.Builder().url(url()).method(method, hasBody ? JSON : null).build();
  }

  private void openConnections(OkHttpClient client, int count) throws IOException {
    List<Response> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      open.add(client.newCall(request("GET")).execute());
    }
    open.forEach(Response::close);
    assertThat(base.connectionPool().idleConnectionCount()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"PATCH, 1", "POST, 1", "PATCH, 2", "PATCH, 7"})
  void writeOnClosedConnections_isSentOnce(String method, int connections) throws IOException {
    OkHttpClient client = client(RetryPolicy.DEFAULT);
    openConnections(client, connections);
    time.advance(Duration.ofSeconds(2));
    server.closeConnections();

    assertThat(call(client, request(method))).isEqualTo(200);

    assertThat(server.requests).containsOnlyOnce(method + " / HTTP/1.1");
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void conditionalPutOnClosedConnection_isSentOnce() throws IOException {
    OkHttpClient client = client(RetryPolicy.DEFAULT);
    openConnections(client, 1);
    time.advance(Duration.ofSeconds(2));
    server.closeConnections();

    assertThat(call(client, request("PUT").newBuilder().header("If-Match", "W/\"1\"").build()))
        .isEqualTo(200);

    assertThat(server.requests).containsOnlyOnce("PUT / HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource({"GET", "PATCH"})
  void requestWithoutRetriesOnClosedConnection_succeeds(String method) throws IOException {
    OkHttpClient client = client(RetryPolicy.NONE);
    openConnections(client, 3);
    time.advance(Duration.ofSeconds(2));
    server.closeConnections();

    assertThat(call(client, request(method))).isEqualTo(200);
  }

  @Test
  void oneShotBodyOnClosedConnection_isSent() throws IOException {
    OkHttpClient client = client(RetryPolicy.DEFAULT);
    openConnections(client, 1);
    time.advance(Duration.ofSeconds(2));
    server.closeConnections();
    RequestBody oneShot =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return JSON.contentType();
          }

          @Override
          public long contentLength() {
            return 2;
          }

          @Override
          public boolean isOneShot() {
            return true;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("{}");
          }
        };

    assertThat(call(client, request("PATCH").newBuilder().patch(oneShot).build())).isEqualTo(200);
  }

  @Test
  void unexpectedBytes_makeConnectionStale() throws IOException {
    OkHttpClient client = client(RetryPolicy.DEFAULT);
    openConnections(client, 1);
    time.advance(Duration.ofSeconds(2));
    server.sendToAll("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");

    assertThat(call(client, request("PATCH"))).isEqualTo(200);

    assertThat(server.accepted()).isEqualTo(2);
  }

  @Test
  void liveConnection_isReused_withItsReadTimeout() throws IOException {
    List<Integer> timeouts = new ArrayList<>();
    OkHttpClient client =
        client(RetryPolicy.DEFAULT)
            .newBuilder()
            .addNetworkInterceptor(
                chain -> {
                  timeouts.add(chain.connection().socket().getSoTimeout());
                  return chain.proceed(chain.request());
                })
            .build();
    openConnections(client, 1);
    for (int i = 0; i < 2; i++) {
      time.advance(Duration.ofSeconds(2));
      assertThat(call(client, request("PATCH"))).isEqualTo(200);
    }

    assertThat(server.accepted()).isEqualTo(1);
    assertThat(timeouts).containsExactly(10_000, 10_000, 10_000);
  }

  /** A connection that was just used is not probed, because the probe costs 1 ms. */
  @Test
  void writeOnConnectionClosedAfterUse_isNotRetried() throws IOException {
    OkHttpClient client = client(RetryPolicy.DEFAULT);
    openConnections(client, 1);
    server.closeConnections();

    assertThatThrownBy(() -> call(client, request("PATCH"))).isInstanceOf(IOException.class);

    assertThat(server.requests).doesNotContain("PATCH / HTTP/1.1");
  }

  @Test
  void writeOnLostConnection_isNotRetried() throws IOException {
    OkHttpClient client = client(RetryPolicy.DEFAULT);
    openConnections(client, 1);
    time.advance(Duration.ofSeconds(2));
    server.breakOff("HTTP/1.1 2");

    assertThatThrownBy(() -> call(client, request("PATCH"))).isInstanceOf(IOException.class);

    assertThat(server.requests).containsOnlyOnce("PATCH / HTTP/1.1");
  }
}
