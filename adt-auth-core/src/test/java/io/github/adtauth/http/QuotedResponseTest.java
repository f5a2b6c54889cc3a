package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Instant;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that exceptions do not quote the token of a malformed response. */
class QuotedResponseTest {
  private static final String TOKEN = "0.opaque-token-AXYAp3QmZ1qLk0uVh9sT2bXcD4";

  private final Server server;
  private final OkHttpClient client;

  QuotedResponseTest() throws IOException {
    server = new Server();
    client =
        server
            .builder()
            .retry(RetryPolicy.NONE)
            .tokens(request -> AccessToken.of(TOKEN, Instant.now().plusSeconds(3600)))
            .build();
    server.web.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String echo = "\u001b[2J" + request.getHeaders().get("Authorization");
            return switch (request.getUrl().encodedPath()) {
              case "/status" -> new MockResponse.Builder().status("ECHO " + echo).build();
              case "/chunk" -> chunked(echo + "\r\n");
              default -> chunked("2\r\nok\r\n0\r\n\r\n");
            };
          }
        });
  }

  private static MockResponse chunked(String raw) {
    MockResponse.Builder response = new MockResponse.Builder();
    response.setHeader("Transfer-Encoding", "chunked");
    return response.body(new Buffer().writeUtf8(raw)).removeHeader("Content-Length").build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String get(String path) throws IOException {
    Request request = new Request.Builder().url(server.url(path)).build();
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private static void assertClean(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ProtocolException.class)
        .hasNoCause()
        .message()
        .doesNotContain("opaque", "AXYAp3Q", "\u001b");
  }

  @Test
  void statusLine_isCleaned() {
    assertClean(() -> get("/status"));
  }

  @Test
  void lineBetweenChunks_isCleaned() {
    assertClean(() -> get("/chunk"));
  }

  @Test
  void body_isUnchanged() throws IOException {
    assertThat(get("/ok")).isEqualTo("ok");
  }
}
