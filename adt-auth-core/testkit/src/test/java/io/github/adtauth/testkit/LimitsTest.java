package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.entra.TokenClient;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the limits of {@link LocalAzure}: logged requests, request bodies and connections. */
@Timeout(60)
class LimitsTest {
  private static final String URL = "https://login.microsoftonline.com/common/x";

  @Test
  void requestLog_dropsTheOldestAndCountsAll() {
    try (LocalAzure azure = LocalAzure.builder().maxLoggedRequests(2).start()) {
      TokenClient client = new TokenClient(azure);
      for (String path : List.of("/1/x", "/2/x", "/3/x")) {
        client.post(path);
      }

      assertThat(azure.requests()).extracting(LoggedRequest::path).containsExactly("/2/x", "/3/x");
      assertThat(azure.requestCount()).isEqualTo(3);
      azure.clearRequests();
      assertThat(azure.requestCount()).isZero();
    }
  }

  @Test
  void tokenRequests_areCounted() {
    try (LocalAzure azure = LocalAzure.start()) {
      new TokenClient(azure).post("/common/oauth2/v2.0/token", "grant_type", "x");

      assertThat(azure.entra().requestCount()).isEqualTo(1);
      azure.entra().clearRequests();
      assertThat(azure.entra().requestCount()).isZero();
    }
  }

  @Test
  void bodyOverTheLimit_returns413() throws IOException {
    try (LocalAzure azure = LocalAzure.builder().maxBodyLength(1_000).start()) {
      assertThat(post(azure, body(1_000, 1_000))).isEqualTo(404);
      assertThat(post(azure, body(1_001, 1_001))).isEqualTo(413);
      // Without a Content-Length, in chunks.
      assertThat(post(azure, body(-1, 1_000))).isEqualTo(404);
      assertThat(post(azure, body(-1, 100_000))).isEqualTo(413);
      assertThat(azure.requests().get(3).body()).hasSizeLessThanOrEqualTo(1_000);
    }
  }

  private static int post(LocalAzure azure, RequestBody body) throws IOException {
    Request request = new Request.Builder().url(URL).post(body).build();
    try (Response response = azure.httpClient().newCall(request).execute()) {
      return response.code();
    }
  }

  private static RequestBody body(long declared, int length) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return MediaType.get("text/plain");
      }

      @Override
      public long contentLength() {
        return declared;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.writeUtf8("x".repeat(length));
      }
    };
  }

  @Test
  void connectionsOverTheLimit_return503UntilOthersClose() throws IOException {
    try (LocalAzure azure = LocalAzure.builder().maxConnections(3).start()) {
      List<Socket> idle = connect(azure.port(), 3);
      OkHttpClient client = azure.httpClient().newBuilder().retryOnConnectionFailure(false).build();

      assertThat(status(client)).isEqualTo(503);

      close(idle);
      while (status(client) == 503) { // The server notices closed connections a little later.
        Thread.onSpinWait();
      }
      assertThat(status(client)).isEqualTo(404);
    }
  }

  @Test
  void proxyConnectionsOverTheLimit_return503() throws IOException {
    try (LocalAzure azure = LocalAzure.builder().maxConnections(2).start()) {
      List<Socket> idle = connect(azure.proxyPort(), 2);

      Socket socket = connect(azure.proxyPort(), 1).get(0);
      socket
          .getOutputStream()
          .write("CONNECT a:443 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 503 ");
      close(idle);
    }
  }

  /** Some send half a request, some an incomplete handshake, and some nothing. */
  @Test
  void thousandConnections_doNotStopTheServer() throws IOException {
    try (LocalAzure azure = LocalAzure.builder().maxConnections(50).start()) {
      List<Socket> sockets = connect(azure.port(), 1_000);
      for (int i = 0; i < sockets.size(); i++) {
        byte[] start = i % 3 == 0 ? new byte[0] : new byte[] {22, 3, (byte) (i % 3)};
        try {
          sockets.get(i).getOutputStream().write(start);
        } catch (IOException e) {
          // The server has closed the connection.
        }
      }
      close(sockets);

      int status = 503;
      while (status == 503) {
        try {
          status = status(azure.httpClient());
        } catch (IOException e) {
          // The server has closed the connection, because too many waited for a 503 response.
        }
      }
      assertThat(status).isEqualTo(404);
    }
  }

  private static int status(OkHttpClient client) throws IOException {
    try (Response response = client.newCall(new Request.Builder().url(URL).build()).execute()) {
      return response.code();
    }
  }

  private static List<Socket> connect(int port, int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
    return sockets;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
