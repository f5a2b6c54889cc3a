package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.testkit.entra.TokenClient;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.http.Script;
import io.github.adtauth.testkit.internal.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests routing, request logging and scripted responses of {@link LocalAzure}. */
final class LocalAzureTest {
  private static final String KEYS = "https://login.microsoftonline.com/common/discovery/v2.0/keys";

  private final LocalAzure azure = LocalAzure.start();
  private final TokenClient client = new TokenClient(azure);

  @AfterEach
  void close() {
    azure.close();
  }

  private static FakeService respondingWith(String text) {
    return request -> new MockResponse.Builder().body(text).build();
  }

  private Call call(String url) {
    return azure.httpClient().newCall(new Request.Builder().url(url).build());
  }

  @Test
  void exactHost_takesPrecedenceOverSuffix() {
    azure.host("*.digitaltwins.azure.net", respondingWith("any"));
    azure.host("*.api.weu.digitaltwins.azure.net", respondingWith("west"));
    azure.host("b.api.weu.digitaltwins.azure.net", respondingWith("b"));

    assertThat(client.get("https://x.digitaltwins.azure.net/").body()).isEqualTo("any");
    assertThat(client.get("https://a.api.weu.digitaltwins.azure.net/").body()).isEqualTo("west");
    assertThat(client.get("https://b.api.weu.digitaltwins.azure.net/").body()).isEqualTo("b");
    assertThat(client.get("https://c.api.neu.digitaltwins.azure.net/").body()).isEqualTo("any");
  }

  @Test
  void unknownHost_returns421() {
    assertThat(client.get("https://evil.example/").status()).isEqualTo(421);
    azure.host("evil.example", respondingWith("gotcha"));
    assertThat(client.get("https://evil.example/").body()).isEqualTo("gotcha");
  }

  /** Otherwise the client would wait forever. */
  @Test
  void failingService_returns500() {
    azure.host(
        "evil.example",
        request -> {
          throw new IllegalStateException("a bug");
        });
    assertThat(client.get("https://evil.example/").status()).isEqualTo(500);
    assertThat(client.get("https://evil.example/").body())
        .isEqualTo("The local Azure failed: java.lang.IllegalStateException: a bug");
  }

  @Test
  void plainHttp_reachesManagedIdentityEndpoints() {
    azure.host("169.254.169.254", respondingWith("metadata"));
    assertThat(client.get("http://169.254.169.254/metadata/x").body()).isEqualTo("metadata");
  }

  @Test
  void configuredClient_reachesAllHosts() throws IOException {
    OkHttpClient other = azure.configure(new OkHttpClient.Builder()).build();
    try (Response response = other.newCall(new Request.Builder().url(KEYS).build()).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
    other.connectionPool().evictAll();
  }

  /** A JVM may have a proxy ({@code -Dhttps.proxyHost}). */
  @Test
  void proxyOfTheClient_isNotUsed() throws IOException {
    ProxySelector selector =
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            return List.of(
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("nowhere", 9)));
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    OkHttpClient other =
        azure.configure(new OkHttpClient.Builder().proxySelector(selector)).build();
    try (Response response = other.newCall(new Request.Builder().url(KEYS).build()).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
    other.connectionPool().evictAll();
    assertThat(azure.httpClient().proxy()).isEqualTo(Proxy.NO_PROXY);
  }

  @Test
  void requests_areLogged() {
    client.post("/common/x?y=1", "name", "value");

    LoggedRequest request = azure.requests("login.microsoftonline.com").get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/common/x");
    assertThat(request.query()).isEqualTo("y=1");
    assertThat(request.body()).isEqualTo("name=value");
    assertThat(request).hasToString("POST https://login.microsoftonline.com/common/x");
    azure.clearRequests();
    assertThat(azure.requests()).isEmpty();
  }

  @Test
  void metadata_containsEndpointsAndKeys() {
    String tenant = "https://login.microsoftonline.com/" + azure.entra().tenantId();
    TokenClient.Result metadata =
        client.get(
            "https://login.microsoftonline.com/contoso.onmicrosoft.com"
                + "/v2.0/.well-known/openid-configuration");

    assertThat(metadata.text("issuer")).isEqualTo(tenant + "/v2.0");
    assertThat(client.get(metadata.text("jwks_uri")).json().getAsJsonArray("keys")).hasSize(1);
    assertThat(
            client
                .get(
                    "https://login.microsoftonline.com/common/discovery/instance?api-version=1.1"
                        + "&authorization_endpoint="
                        + tenant
                        + "/oauth2/v2.0/authorize")
                .json()
                .getAsJsonArray("metadata"))
        .hasSize(2);
  }

  @Test
  void script_runsInOrder_thenServiceResponds() {
    Script script = azure.script("login.microsoftonline.com");
    script.next(Faults.status(503)).next(Faults.throttled(7)).times(2, Faults.html(502));
    script.nextWhen(request -> request.path().contains("nowhere"), Faults.status(418));

    for (int status : new int[] {503, 429, 502, 502, 200}) {
      assertThat(client.get(KEYS).status()).isEqualTo(status);
    }
    script.always(Faults.status(500));
    assertThat(client.get(KEYS).status()).isEqualTo(500);
    assertThat(client.get(KEYS).status()).isEqualTo(500);
    script.clear();
    assertThat(client.get(KEYS).status()).isEqualTo(200);
  }

  @Test
  void disconnect_throwsIOException() {
    azure.script("login.microsoftonline.com").always(Faults.disconnect());
    assertThatThrownBy(() -> call(KEYS).execute()).isInstanceOf(IOException.class);
  }

  @Test
  void truncatedBody_throwsIOException() {
    azure.script("login.microsoftonline.com").next(Faults.truncated());
    assertThatThrownBy(
            () -> {
              try (Response response = call(KEYS).execute()) {
                response.body().bytes();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void hugeBody_hasRequestedLength() throws IOException {
    azure.script("login.microsoftonline.com").next(Faults.huge(1_000_001));
    try (Response response = call(KEYS).execute()) {
      assertThat(response.body().bytes()).hasSize(1_000_001);
    }
  }

  @Test
  void malformedJson_isNotJson() {
    azure.script("login.microsoftonline.com").next(Faults.malformedJson());
    assertThat(Json.parse(client.get(KEYS).body())).isNull();
  }

  @Test
  void stalledResponse_endsWithCallTimeout() {
    azure.script("login.microsoftonline.com").next(Faults.stall());
    OkHttpClient clientWithTimeout =
        azure.httpClient().newBuilder().callTimeout(200, TimeUnit.MILLISECONDS).build();
    assertThatThrownBy(
            () -> clientWithTimeout.newCall(new Request.Builder().url(KEYS).build()).execute())
        .isInstanceOf(IOException.class);
  }

  @Test
  void gate_holdsRequestsUntilReleased() {
    Gate gate = azure.script("login.microsoftonline.com").hold(request -> true);
    CompletableFuture<Integer> first = new CompletableFuture<>();
    CompletableFuture<Integer> second = new CompletableFuture<>();
    // New threads, because the common pool may have only one.
    new Thread(() -> first.complete(client.get(KEYS).status())).start();
    new Thread(() -> second.complete(client.get(KEYS).status())).start();

    gate.awaitArrived(2);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    gate.release();
    assertThat(first.join()).isEqualTo(200);
    assertThat(second.join()).isEqualTo(200);
    assertThat(gate.arrived()).isEqualTo(2);
  }
}
