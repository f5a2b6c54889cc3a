package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web API on the JDK's server: overload, paths, and the challenge of a national cloud. */
class JdkServerTest {
  private static final int CALLS = 200;

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    Building.furnish(azure.twins());
    start(Cloud.PUBLIC);
  }

  private void start(Cloud cloud) throws Exception {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(entra.webApi().clientId())
            .tenant(entra.tenantId())
            .endpoint(azure.endpoint())
            .cloud(cloud)
            .clientSecret(Secret.of(entra.webApi().secret()))
            .build();
    Surroundings in =
        new Surroundings(
            config, azure.httpClient(), url -> {}, prompt -> {}, () -> "", Map.of(), System.out);
    server = RoomsOnJdkServer.start(in, SignIn.with(config).httpClient(azure.httpClient()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    azure.close();
  }

  private HttpRequest room(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
        .header("Authorization", "Bearer " + entra.assertionFor(entra.alice(), entra.webApi()))
        .build();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(BoundedHandler.THREAD_NAME))
        .count();
  }

  @Test
  void callsBeyondTheLimit_are503_onABoundedNumberOfThreads() throws Exception {
    long ofOtherServers = threads();
    assertThat(client.send(room("/rooms/room-21"), BodyHandlers.ofString()).statusCode())
        .isEqualTo(200); // the keys and the token are cached from here on
    Predicate<LoggedRequest> twin = request -> request.path().startsWith("/digitaltwins/");
    Map<Integer, Integer> statuses = new HashMap<>();
    try (Gate gate = azure.script(URI.create(azure.endpoint()).getHost()).hold(twin)) {
      HttpRequest request = room("/rooms/room-21");
      List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(
            client.sendAsync(request, BodyHandlers.ofString()).orTimeout(60, TimeUnit.SECONDS));
      }
      // All that are rejected have ended before one of the others can.
      while (calls.stream().filter(CompletableFuture::isDone).count()
          < CALLS - BoundedHandler.MAX_CALLS) {
        CompletableFuture.anyOf(
                calls.stream().filter(call -> !call.isDone()).toArray(CompletableFuture[]::new))
            .join();
      }
      assertThat(threads() - ofOtherServers).isLessThanOrEqualTo(BoundedHandler.MAX_CALLS + 8L);
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        if (call.isDone()) {
          assertThat(call.join().statusCode()).isEqualTo(503);
          assertThat(call.join().headers().firstValue("Retry-After")).contains("1");
        }
      }
      gate.release();
      calls.forEach(call -> statuses.merge(call.join().statusCode(), 1, Integer::sum));
    }
    assertThat(statuses)
        .isEqualTo(Map.of(200, BoundedHandler.MAX_CALLS, 503, CALLS - BoundedHandler.MAX_CALLS));
    assertThat(client.send(room("/rooms/room-21"), BodyHandlers.ofString()).statusCode())
        .as("afterwards")
        .isEqualTo(200);
  }

  @Test
  void pathThatNamesNoRoom_is404() throws Exception {
    for (String path : List.of("/rooms/", "/rooms/..", "/rooms/a/b", "/rooms/%20")) {
      assertThat(client.send(room(path), BodyHandlers.ofString()).statusCode())
          .as(path)
          .isEqualTo(404);
    }
  }

  @Test
  void challenge_namesTheConfiguredCloud() throws Exception {
    server.stop(0);
    start(Cloud.US_GOVERNMENT);
    HttpRequest forged =
        HttpRequest.newBuilder(room("/rooms/room-21"), (name, value) -> false)
            .header("Authorization", "Bearer forged")
            .build();
    HttpResponse<String> response = client.send(forged, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("authorization_uri=\"https://login.microsoftonline.us/");
  }
}
