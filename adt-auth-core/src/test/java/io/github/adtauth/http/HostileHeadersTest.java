package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of invalid or unsafe headers of requests and responses. */
class HostileHeadersTest {
  private final Server server = new Server();

  HostileHeadersTest() throws IOException {}

  @AfterEach
  void stop() {
    server.close();
  }

  private Request get() {
    return new Request.Builder().url(server.url("/")).build();
  }

  private static Callback callback(CompletableFuture<Object> result) {
    return new Callback() {
      @Override
      public void onFailure(Call call, IOException e) {
        result.complete(e);
      }

      @Override
      public void onResponse(Call call, Response response) {
        response.close();
        result.complete(response.code());
      }
    };
  }

  @Test
  void retryAfterInYear9999_returnsResponse() throws Exception {
    server.web.enqueue(
        new MockResponse.Builder()
            .code(503)
            .addHeader("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")
            .build());
    CompletableFuture<Object> result = new CompletableFuture<>();
    server.client().newCall(get()).enqueue(callback(result));
    assertThat(result.get()).isEqualTo(503);
  }

  @Test
  void retryDelayWithoutTimeout_isBounded() throws Exception {
    server.web.enqueue(
        new MockResponse.Builder().code(503).addHeader("Retry-After", "999999999").build());
    server.web.enqueue(new MockResponse.Builder().code(200).build());
    OkHttpClient client = server.builder().callTimeout(Duration.ZERO).build();
    try (Response response = client.newCall(get()).execute()) {
      assertThat(response.code()).isEqualTo(503);
      assertThat(server.time.sleeps()).isEmpty();
    }
  }

  @Test
  void requestOfResponse_hasNoToken() throws Exception {
    server.web.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", "https://evil/").build());
    // Callers may copy the request to follow the redirect.
    try (Response r = server.client().newCall(get()).execute()) {
      assertThat(r.request().header("Authorization")).isNull();
    }
  }

  @Test
  void nonAsciiUserAgent_isKept() throws Exception {
    List<String> sent = new ArrayList<>();
    OkHttpClient client =
        server
            .client()
            .newBuilder()
            .addInterceptor(
                chain -> {
                  sent.add(chain.request().header("User-Agent"));
                  throw new IOException("not sent");
                })
            .build();
    Headers nonAscii = new Headers.Builder().addUnsafeNonAscii("User-Agent", "Grüße").build();
    assertThatThrownBy(() -> client.newCall(get().newBuilder().headers(nonAscii).build()).execute())
        .hasMessage("not sent");
    assertThat(sent.get(0)).startsWith("Grüße adt-auth/");
  }

  @Test
  void retryAfterZero_doesNotRetryPost() throws Exception {
    server.web.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build());
    server.web.enqueue(new MockResponse.Builder().code(200).build());
    Request post =
        get()
            .newBuilder()
            .post(RequestBody.create("{}", MediaType.get("application/json")))
            .build();
    try (Response response = server.client().newCall(post).execute()) {
      assertThat(response.code()).isEqualTo(503);
      assertThat(server.web.getRequestCount()).isEqualTo(1);
    }
  }
}
