package io.github.adtauth.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.testkit.internal.MockServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.zip.GZIPOutputStream;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of {@link BoundedFramingInterceptor} with bounded input. {@code MalformedResponsesTest}
 * tests endless input, over sockets.
 */
class BoundedFramingInterceptorTest {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final MockWebServer server = new MockWebServer();
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .socketFactory(BudgetedSocketFactory.over(SocketFactory.getDefault()))
          .addNetworkInterceptor(new BoundedFramingInterceptor())
          .build();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void close() {
    client.connectionPool().evictAll();
    MockServers.close(server);
  }

  private String get() throws IOException {
    try (Response response =
        client.newCall(new Request.Builder().url(server.url("/")).build()).execute()) {
      return response.body().string();
    }
  }

  @Test
  void longBodyInSmallChunks_isRead() throws IOException {
    String body = "0123456789".repeat(50_000);
    server.enqueue(new MockResponse.Builder().chunkedBody(body, 7).build());
    assertThat(get()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, EXTRA, NAME, COMMENT, EXTRA | NAME, NAME | COMMENT, 28})
  void gzipHeaderWithOptionalParts_isRead(int parts) throws IOException {
    server.enqueue(gzip(parts, "room.json"));
    assertThat(get()).isEqualTo("a room");
  }

  @ParameterizedTest
  @ValueSource(ints = {NAME, COMMENT, 28})
  void longGzipHeader_isRejected(int parts) {
    server.enqueue(gzip(parts, "a".repeat(1 << 17)));
    assertThatThrownBy(this::get)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("gzip header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u001f", "\u001f\u008b\u0008\u0008\0\0\0\0\0\0", "a text, not gzip"})
  void malformedGzip_isRejected(String body) {
    server.enqueue(response(new Buffer().writeString(body, ISO_8859_1)));
    assertThatThrownBy(this::get).isInstanceOf(IOException.class);
  }

  @Test
  void factoriesOverSameFactory_areEqual() {
    SocketFactory sockets = BudgetedSocketFactory.over(SocketFactory.getDefault());
    assertThat(sockets)
        .isEqualTo(BudgetedSocketFactory.over(SocketFactory.getDefault()))
        .hasSameHashCodeAs(BudgetedSocketFactory.over(SocketFactory.getDefault()));
    assertThat(BudgetedSocketFactory.over(sockets)).isSameAs(sockets);
  }

  private static MockResponse gzip(int parts, String text) {
    Buffer body = new Buffer();
    body.write(new byte[] {0x1f, (byte) 0x8b, 8, (byte) parts, 0, 0, 0, 0, 0, 0});
    if ((parts & EXTRA) != 0) {
      body.writeShortLe(300).write(new byte[300]);
    }
    for (int part : new int[] {NAME, COMMENT}) {
      if ((parts & part) != 0) {
        body.writeString(text, ISO_8859_1).writeByte(0);
      }
    }
    byte[] plain = compress("a room");
    body.write(plain, 10, plain.length - 10);
    return response(body);
  }

  private static MockResponse response(Buffer body) {
    return new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(body).build();
  }

  private static byte[] compress(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }
}
