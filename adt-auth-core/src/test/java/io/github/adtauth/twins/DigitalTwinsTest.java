package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Timing;
import io.github.adtauth.http.KeepAliveServer;
import io.github.adtauth.internal.rest.DefaultHttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitalTwinsTest {
  private static DigitalTwinsConfig config(String endpoint) {
    return DigitalTwinsConfig.builder().endpoint(endpoint).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://contoso.westeurope.azuresmartspaces.net",
        "https://contoso.westeurope.azuresmartspaces.net/management/api/v1.0/",
        "https://AzureSmartSpaces.net",
        "https://contoso.api.weu.digitaltwins.azure.net/management/api/v1.0"
      })
  void endpointOf2018Preview_isRejectedWithFix(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwins.at(config(endpoint)))
        .withMessageContaining("retired")
        .withMessageContaining("AuthenticatedHttp");
  }

  @Test
  void missingEndpoint_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwins.at(DigitalTwinsConfig.builder().build()));
  }

  @Test
  void endpointWithTrailingSlash_isAccepted() {
    try (DigitalTwins instance =
        DigitalTwins.at(config("contoso.api.weu.digitaltwins.azure.net/"))) {
      assertThat(instance)
          .hasToString("DigitalTwins[https://contoso.api.weu.digitaltwins.azure.net/]");
    }
  }

  @Test
  void eachClient_callsAsItsPrincipal() throws Exception {
    try (TwinsServer server = new TwinsServer();
        DigitalTwins instance =
            server.builder().listener(AuthListener.NONE).timing(Timing.system()).build()) {
      server.empty(204).empty(204);

      instance.client(TwinsServer.tokens("alice")).deleteTwin("a");
      instance.client(TwinsServer.tokens("bob")).deleteTwin("a");

      assertThat(server.seen().getHeaders().get("Authorization")).isEqualTo("Bearer alice");
      assertThat(server.seen().getHeaders().get("Authorization")).isEqualTo("Bearer bob");
    }
  }

  @Test
  void configuredApiVersion_isSent() throws Exception {
    try (TwinsServer server = new TwinsServer()) {
      server.empty(204);
      DigitalTwinsConfig config =
          DigitalTwinsConfig.builder().endpoint(server.url("")).apiVersion("2022-05-31").build();

      DigitalTwins.at(config, server.plain).client(TwinsServer.tokens("t")).deleteTwin("a");

      assertThat(server.seen().getUrl().queryParameter("api-version")).isEqualTo("2022-05-31");
    }
  }

  @Test
  void close_doesNotShutDownGivenClient() throws Exception {
    try (TwinsServer server = new TwinsServer()) {
      DigitalTwins instance = server.builder().build();
      instance.close();
      instance.close();
      server.empty(204);

      instance.client(TwinsServer.tokens("t")).async().deleteTwin("a").get();

      assertThat(server.plain.dispatcher().executorService().isShutdown()).isFalse();
    }
  }

  @Test
  void defaultClient_hasNamedDaemonThreadsAndCanBeClosed() throws Exception {
    DefaultHttpClient defaultClient = new DefaultHttpClient();
    ExecutorService threads = defaultClient.client().dispatcher().executorService();

    Thread thread = threads.submit(Thread::currentThread).get();

    assertThat(thread.getName()).startsWith("adt-auth-");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(defaultClient.client().dispatcher().getMaxRequestsPerHost()).isEqualTo(64);
    defaultClient.close();
    assertThat(threads.isShutdown()).isTrue();
  }

  @Test
  void defaultClient_keeps64IdleConnections() throws Exception {
    try (KeepAliveServer server = KeepAliveServer.https();
        DefaultHttpClient defaultClient = new DefaultHttpClient()) {
      OkHttpClient http = server.trustedBy(defaultClient.client().newBuilder()).build();
      DigitalTwinsConfig config = DigitalTwinsConfig.builder().endpoint(server.url()).build();
      AsyncDigitalTwinsClient twins =
          DigitalTwins.at(config, http).client(TwinsServer.tokens("t")).async();
      List<CompletableFuture<?>> puts = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        puts.add(twins.putTwin("t" + i, new JsonObject()));
      }
      CompletableFuture.allOf(puts.toArray(new CompletableFuture<?>[0])).join();

      assertThat(server.requests).hasSize(5_000);
      assertThat(server.accepted()).isLessThanOrEqualTo(64);
      assertThat(defaultClient.client().connectionPool().idleConnectionCount())
          .isEqualTo(server.accepted());
    }
  }

  @Test
  void redirect_isNotFollowed() throws Exception {
    try (TwinsServer server = new TwinsServer()) {
      server.json(307, "", "Location", server.url("/elsewhere"));

      assertThatExceptionOfType(io.github.adtauth.UnexpectedResponseException.class)
          .isThrownBy(() -> server.twins().getTwin("a", JsonObject.class));
      assertThat(server.web.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  void maxResponseBytes_mustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwins.builder(config("a.example")).maxResponseBytes(0));
  }

  @Test
  void tokenRejectedTwice_isRegistrationError() throws Exception {
    try (TwinsServer server = new TwinsServer()) {
      server.json(401, "{ \"statusCode\": 401, \"message\": \"Unauthorized\" }");

      assertThatExceptionOfType(RegistrationException.class)
          .isThrownBy(() -> server.twins().deleteTwin("a"));
    }
  }
}
