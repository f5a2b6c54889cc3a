package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

final class LocalAzureTest {
  private static final String KEYS = "https://login.microsoftonline.com/common/discovery/v2.0/keys";

  private final LocalAzure azure = LocalAzure.start();
  private final TokenClient client = new TokenClient(azure);

  @AfterEach
  void close() {
    azure.close();
  }

  private static FakeService saying(String text) {
    return request -> new MockResponse.Builder().body(text).build();
  }

  private Call call(String url) {
    return azure.httpClient().newCall(new Request.Builder().url(url).build());
  }

  @Test
  void theExactHostWinsOverTheSuffix() {
    azure.host("*.digitaltwins.azure.net", saying("any"));
    azure.host("*.api.weu.digitaltwins.azure.net", saying("west"));
    azure.host("b.api.weu.digitaltwins.azure.net", saying("b"));

    assertThat(client.get("https://x.digitaltwins.azure.net/").body()).isEqualTo("any");
    assertThat(client.get("https://a.api.weu.digitaltwins.azure.net/").body()).isEqualTo("west");
    assertThat(client.get("https://b.api.weu.digitaltwins.azure.net/").body()).isEqualTo("b");
    assertThat(client.get("https://c.api.neu.digitaltwins.azure.net/").body()).isEqualTo("any");
  }

  @Test
  void anUnknownHostIsMisdirected() {
    assertThat(client.get("https://evil.example/").status()).isEqualTo(421);
    azure.host("evil.example", saying("gotcha"));
    assertThat(client.get("https://evil.example/").body()).isEqualTo("gotcha");
  }

  @Test
  void plainHttpReachesTheIdentityEndpointsOfAMachine() {
    azure.host("169.254.169.254", saying("metadata"));
    assertThat(client.get("http://169.254.169.254/metadata/x").body()).isEqualTo("metadata");
  }

  @Test
  void anotherClientIsGivenTrustAndNames() throws IOException {
    OkHttpClient other = azure.trustedBy(new OkHttpClient.Builder()).build();
    try (Response response = other.newCall(new Request.Builder().url(KEYS).build()).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
    other.connectionPool().evictAll();
  }

  /** As where the virtual machine has one ({@code -Dhttps.proxyHost}). */
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
        azure.trustedBy(new OkHttpClient.Builder().proxySelector(selector)).build();
    try (Response response = other.newCall(new Request.Builder().url(KEYS).build()).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
    other.connectionPool().evictAll();
    assertThat(azure.httpClient().proxy()).isEqualTo(Proxy.NO_PROXY);
  }

  @Test
  void whatArrivedIsTold() {
    client.post("/common/x?y=1", "name", "value");

    LoggedRequest visible = azure.requests("login.microsoftonline.com").get(0);
    assertThat(visible.method()).isEqualTo("POST");
    assertThat(visible.path()).isEqualTo("/common/x");
    assertThat(visible.query()).isEqualTo("y=1");
    assertThat(visible.body()).isEqualTo("name=value");
    assertThat(visible).hasToString("POST https://login.microsoftonline.com/common/x");
    azure.clearRequests();
    assertThat(azure.requests()).isEmpty();
  }

  @Test
  void metadataNamesTheEndpointsAndTheKeys() {
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
  void aScriptIsServedInOrderThenTheServiceAgain() {
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
  void aCutConnectionIsAnIoException() {
    azure.script("login.microsoftonline.com").always(Faults.disconnect());
    assertThatThrownBy(() -> call(KEYS).execute()).isInstanceOf(IOException.class);
  }

  @Test
  void aTruncatedBodyIsAnIoException() {
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
  void aHugeBodyHasTheLengthAskedFor() throws IOException {
    azure.script("login.microsoftonline.com").next(Faults.huge(1_000_001));
    try (Response response = call(KEYS).execute()) {
      assertThat(response.body().bytes()).hasSize(1_000_001);
    }
  }

  @Test
  void garbageIsNoJson() {
    azure.script("login.microsoftonline.com").next(Faults.malformedJson());
    assertThat(Json.parse(client.get(KEYS).body())).isNull();
  }

  @Test
  void aStalledAnswerEndsWithTheClientsPatience() {
    azure.script("login.microsoftonline.com").next(Faults.stall());
    OkHttpClient impatient =
        azure.httpClient().newBuilder().callTimeout(200, TimeUnit.MILLISECONDS).build();
    assertThatThrownBy(() -> impatient.newCall(new Request.Builder().url(KEYS).build()).execute())
        .isInstanceOf(IOException.class);
  }

  @Test
  void aGateHoldsRequestsUntilReleased() {
    Gate gate = azure.script("login.microsoftonline.com").hold(request -> true);
    CompletableFuture<Integer> item = new CompletableFuture<>();
    CompletableFuture<Integer> two = new CompletableFuture<>();
    // Threads of their own: the common pool may have but one.
    new Thread(() -> item.complete(client.get(KEYS).status())).start();
    new Thread(() -> two.complete(client.get(KEYS).status())).start();

    gate.awaitArrived(2);
    assertThat(item).isNotDone();
    assertThat(two).isNotDone();
    gate.release();
    assertThat(item.join()).isEqualTo(200);
    assertThat(two.join()).isEqualTo(200);
    assertThat(gate.arrived()).isEqualTo(2);
  }
}
