package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.internal.http.TokenServiceClient;
import io.github.adtauth.testkit.internal.MockServers;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of clients that are derived with {@link OkHttpClient#newBuilder()}. */
class DerivedClientTest {
  private final Server server = new Server();
  private final Server other = new Server();
  private final MockWebServer plain = new MockWebServer();
  @TempDir private Path folder;

  DerivedClientTest() throws IOException {
    plain.start(InetAddress.getLoopbackAddress(), 0);
    for (MockWebServer web : List.of(server.web, other.web, plain)) {
      web.enqueue(new MockResponse.Builder().body("ok").build());
      web.enqueue(new MockResponse.Builder().body("ok").build());
    }
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
    MockServers.close(plain);
  }

  private static Interceptor rewriting(UnaryOperator<Request> change) {
    return chain -> chain.proceed(change.apply(chain.request()));
  }

  private static Interceptor sendingTo(String url) {
    return rewriting(request -> request.newBuilder().url(url).build());
  }

  private String call(OkHttpClient client) throws IOException {
    return call(client, "/");
  }

  private String call(OkHttpClient client, String path) throws IOException {
    Request request = new Request.Builder().url(server.url(path)).build();
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private void assertRejected(OkHttpClient client) {
    assertThatThrownBy(() -> call(client))
        .isInstanceOf(AuthenticatedCallException.class)
        .hasCauseInstanceOf(RegistrationException.class)
        .hasMessageContaining("rejected");
    assertThat(other.web.getRequestCount()).isZero();
    assertThat(plain.getRequestCount()).isZero();
  }

  private List<String> otherOrigins() {
    return List.of(
        other.url("/"),
        "http://localhost:" + plain.getPort() + "/",
        "https://127.0.0.1:" + server.web.getPort() + "/");
  }

  @Test
  void changedHostPortOrScheme_isRejected() {
    for (String url : otherOrigins()) {
      assertRejected(server.client().newBuilder().addInterceptor(sendingTo(url)).build());
    }
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void tokenOfOtherCall_isRejected() throws IOException {
    AtomicReference<Authenticator> captured = new AtomicReference<>();
    OkHttpClient capturing =
        server
            .client()
            .newBuilder()
            .addInterceptor(
                chain -> {
                  captured.set(chain.getAuthenticator());
                  return chain.proceed(chain.request());
                })
            .build();
    assertThat(call(capturing)).isEqualTo("ok");
    Interceptor inserting =
        chain -> chain.withAuthenticator(captured.get()).proceed(chain.request());
    OkHttpClient sameResource = server.client().newBuilder().addInterceptor(inserting).build();
    assertRejected(sameResource);
    OkHttpClient otherResource = other.client().newBuilder().addInterceptor(inserting).build();
    Request request = new Request.Builder().url(other.url("/")).build();
    assertThatThrownBy(() -> otherResource.newCall(request).execute())
        .isInstanceOf(AuthenticatedCallException.class)
        .hasCauseInstanceOf(RegistrationException.class);
    assertThat(other.web.getRequestCount()).isZero();
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void changedHostForOnePrincipal_isRejected() {
    OkHttpClient shared = AuthenticatedHttp.builder(server.plain, server.resource()).build();
    OkHttpClient client =
        AuthenticatedHttp.forPrincipal(shared, r -> AccessToken.of("t", Instant.MAX));
    assertRejected(client.newBuilder().addInterceptor(sendingTo(other.url("/"))).build());
    OkHttpClient derived = shared.newBuilder().addInterceptor(sendingTo(other.url("/"))).build();
    assertRejected(AuthenticatedHttp.forPrincipal(derived, r -> AccessToken.of("t", Instant.MAX)));
  }

  @Test
  void changedHostOfTokenServiceClient_isRejected() {
    OkHttpClient login =
        TokenServiceClient.client(
            server.plain,
            URI.create(server.url("")),
            Duration.ofSeconds(10),
            new TokenServiceClient.Settings(TestTiming.of(server.time), AuthListener.NONE));
    assertRejected(login.newBuilder().addInterceptor(sendingTo(other.url("/"))).build());
  }

  @Test
  void changedHostHeader_isRejected() throws Exception {
    for (String host : List.of("evil.example", "localhost", "localhost:1", "localhost@evil")) {
      assertRejected(
          server
              .client()
              .newBuilder()
              .addInterceptor(
                  rewriting(request -> request.newBuilder().header("Host", host).build()))
              .build());
    }
    String same = "localhost:" + server.web.getPort();
    assertThat(
            call(
                server
                    .client()
                    .newBuilder()
                    .addInterceptor(
                        rewriting(request -> request.newBuilder().header("Host", same).build()))
                    .build()))
        .isEqualTo("ok");
  }

  @Test
  void interceptor_doesNotSeeToken() throws Exception {
    List<String> seen = new ArrayList<>();
    call(
        server
            .client()
            .newBuilder()
            .addInterceptor(
                chain -> {
                  Response response = chain.proceed(chain.request());
                  for (Request request :
                      List.of(
                          chain.request(),
                          response.request(),
                          response.networkResponse().request())) {
                    seen.add(request + " " + request.headers() + request.header("Authorization"));
                  }
                  seen.add(chain.getAuthenticator().toString());
                  return response;
                })
            .build());
    assertThat(server.web.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer t1");
    assertThat(seen).hasSize(4).noneMatch(text -> text.contains("t1"));
  }

  @Test
  void requestCopiedToOtherClient_hasNoToken() throws Exception {
    Interceptor copying =
        chain -> {
          Request copy = chain.request().newBuilder().url(other.url("/")).build();
          other.plain.newCall(copy).execute().close();
          return chain.proceed(chain.request());
        };
    call(server.client().newBuilder().addInterceptor(copying).build());
    assertThat(other.web.takeRequest().getHeaders().get("Authorization")).isNull();
    assertThat(server.web.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer t1");
  }

  private String followRedirect(String location) throws IOException {
    try (Server redirecting = new Server()) {
      String target = location.startsWith("/") ? redirecting.url(location) : location;
      redirecting.web.enqueue(
          new MockResponse.Builder().code(307).addHeader("Location", target).build());
      redirecting.web.enqueue(new MockResponse.Builder().body("followed").build());
      OkHttpClient client =
          redirecting.client().newBuilder().followRedirects(true).followSslRedirects(true).build();
      Request request = new Request.Builder().url(redirecting.url("/")).build();
      try (Response response = client.newCall(request).execute()) {
        return response.body().string();
      }
    }
  }

  @Test
  void redirect_isFollowedWithinResourceOnly() throws Exception {
    assertThat(followRedirect("/b")).isEqualTo("followed");
    for (String url : otherOrigins()) {
      assertThatThrownBy(() -> followRedirect(url)).isInstanceOf(AuthenticatedCallException.class);
    }
    for (MockWebServer web : List.of(server.web, other.web, plain)) {
      assertThat(web.getRequestCount()).isZero();
    }
  }

  @Test
  void webSocket_isRejectedBeforeTokenRequest() throws Exception {
    Interceptor hiding = rewriting(r -> r.newBuilder().removeHeader("Upgrade").build());
    OkHttpClient hidden = server.plain.newBuilder().addInterceptor(hiding).build();
    for (OkHttpClient client :
        List.of(
            server.client(),
            AuthenticatedHttp.client(hidden, server.resource(), server.numberedTokens()))) {
      for (String scheme : List.of("wss", "https")) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Request request =
            new Request.Builder().url(scheme + server.url("/").substring("https".length())).build();
        client.newWebSocket(
            request,
            new WebSocketListener() {
              @Override
              public void onOpen(WebSocket webSocket, Response response) {
                failure.complete(new AssertionError("open"));
              }

              @Override
              public void onFailure(WebSocket socket, Throwable thrown, Response response) {
                failure.complete(thrown);
              }
            });
        assertThat(failure.get())
            .isInstanceOf(AuthenticatedCallException.class)
            .hasMessageContaining("web socket");
      }
    }
    assertThat(server.tokenRequests).isEmpty();
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void upgradeAddedByInterceptor_isRejected() {
    assertRejected(
        server
            .client()
            .newBuilder()
            .addInterceptor(
                rewriting(
                    request ->
                        request
                            .newBuilder()
                            .header("Connection", "Upgrade")
                            .header("Upgrade", "websocket")
                            .build()))
            .build());
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void cache_isNotUsed() throws Exception {
    MockResponse cacheable =
        new MockResponse.Builder().addHeader("Cache-Control", "max-age=60").build();
    Cache cache = new Cache(folder.toFile(), 1 << 20);
    try (Server caching = new Server()) {
      for (String user : List.of("alice", "bob")) {
        caching.web.enqueue(cacheable);
        OkHttpClient client =
            AuthenticatedHttp.client(
                    caching.plain, caching.resource(), r -> AccessToken.of(user, Instant.MAX))
                .newBuilder()
                .cache(cache)
                .build();
        Request request = new Request.Builder().url(caching.url("/me")).build();
        client.newCall(request).execute().close();
      }
      assertThat(caching.web.getRequestCount()).isEqualTo(2);
    }
    assertThat(cache.writeSuccessCount()).isZero();
  }

  @Test
  void cookieJar_isNotUsed() throws Exception {
    CookieJar jar =
        new CookieJar() {
          @Override
          public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {}

          @Override
          public List<Cookie> loadForRequest(HttpUrl url) {
            return List.of(
                new Cookie.Builder().name("session").value("bob").domain("localhost").build());
          }
        };
    call(server.client().newBuilder().cookieJar(jar).build());
    assertThat(server.web.takeRequest().getHeaders().get("Cookie")).isNull();
  }

  @Test
  void authenticator_isNotUsed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (Server rejecting = new Server()) {
      for (int i = 0; i < 3; i++) {
        rejecting.web.enqueue(new MockResponse.Builder().code(401).build());
      }
      OkHttpClient client =
          rejecting
              .client()
              .newBuilder()
              .authenticator(
                  (route, response) -> {
                    calls.incrementAndGet();
                    return response.request();
                  })
              .build();
      Request request = new Request.Builder().url(rejecting.url("/")).build();
      client.newCall(request).execute().close();
      assertThat(rejecting.web.getRequestCount()).isEqualTo(2); // the second with a new token
    }
    assertThat(calls).hasValue(0);
  }
}
