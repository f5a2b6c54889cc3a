package io.github.adtauth.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.testkit.internal.ReservedPort;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.TwinQuery;
import io.github.adtauth.twins.TwinsServer;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the exceptions of {@link Transport} for calls that get no response. */
class TransportFailureTest {
  private TwinsServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Throwable get(DigitalTwinsClient twins, CallOption... options) {
    return catchThrowable(() -> twins.getTwin("room-21", JsonObject.class, options));
  }

  private DigitalTwinsClient with(OkHttpClient http) {
    return server.builder().httpClient(http).build().client(TwinsServer.tokens("t"));
  }

  private void enqueueSilence() {
    server.web.enqueue(
        new MockResponse.Builder().body("{}").headersDelay(30, TimeUnit.SECONDS).build());
  }

  @Test
  void callTimeout_isNamedInMessage() {
    enqueueSilence();

    assertThat(get(server.twins(), CallOption.timeout(Duration.ofMillis(150))))
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "Could not get twin 'room-21': no response from localhost within 150 ms."
                + " Try again, or increase the timeout; check the proxy.");
  }

  @Test
  void callTimeoutWithinBody_isNamedInMessage() {
    server.web.enqueue(
        new MockResponse.Builder()
            .body("{\"$dtId\":\"a\",\"pad\":\"" + "x".repeat(10_000) + "\"}")
            .throttleBody(100, 1, TimeUnit.SECONDS)
            .build());

    assertThat(get(server.twins(), CallOption.timeout(Duration.ofSeconds(1))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("within 1 s");
  }

  @Test
  void readTimeout_isUnavailable() {
    enqueueSilence();

    assertThat(get(with(server.plain.newBuilder().readTimeout(Duration.ofMillis(150)).build())))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("no response from localhost in time");
  }

  @Test
  void hostWithoutAddress_isUnavailable() {
    OkHttpClient http =
        server
            .plain
            .newBuilder()
            .dns(
                host -> {
                  throw new UnknownHostException(host);
                })
            .build();

    assertThat(get(with(http)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("no address for localhost");
  }

  @Test
  void untrustedCertificate_isUnavailable() {
    assertThat(get(with(new OkHttpClient())))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the certificate of localhost is not trusted");
  }

  @Test
  void closedPort_isUnavailable() {
    try (ReservedPort port = ReservedPort.open()) {
      DigitalTwinsConfig config =
          DigitalTwinsConfig.builder().endpoint("localhost:" + port.port()).build();
      DigitalTwins closed =
          DigitalTwins.builder(config).httpClient(server.plain).retry(RetryPolicy.NONE).build();

      assertThat(get(closed.client(TwinsServer.tokens("t"))))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("connection refused by localhost");
    }
  }

  @Test
  void abortedHandshake_isUnavailable() {
    server.web.enqueue(
        new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()).build());

    assertThat(get(server.twins()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the TLS handshake with localhost failed");
  }

  @Test
  void lostConnection_isUnavailable() {
    server.web.setProtocols(List.of(Protocol.HTTP_1_1));
    server.web.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());

    assertThat(get(server.twins()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the connection to localhost broke");
  }

  @Test
  void interruptedThread_staysInterrupted() {
    Thread.currentThread().interrupt();

    Throwable thrown = get(server.twins());

    assertThat(thrown).isInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void callCanceledByInterceptor_isCanceled() {
    OkHttpClient http =
        server
            .plain
            .newBuilder()
            .addInterceptor(
                chain -> {
                  chain.call().cancel();
                  return chain.proceed(chain.request());
                })
            .build();

    assertThat(get(with(http)))
        .isInstanceOf(CallCanceledException.class)
        .hasMessageContaining("the call to localhost was canceled");
  }

  @Test
  void exceptionOfTokenProvider_keepsItsType() {
    InteractionRequiredException original =
        new InteractionRequiredException(ErrorDetails.of("Sign in again.").claims("{}"));
    TokenProvider tokens =
        request -> {
          throw original;
        };

    Throwable thrown = get(server.builder().build().client(tokens));

    assertThat(thrown).isInstanceOf(InteractionRequiredException.class);
    assertThat(((InteractionRequiredException) thrown).claims()).contains("{}");
    assertThat(thrown).hasCause(original);
  }

  @Test
  void query_isRetriedOn503_putIfAbsentIsNot() {
    DigitalTwinsClient twins =
        server
            .builder()
            .retry(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1)))
            .build()
            .client(TwinsServer.tokens("t"));
    server.empty(503).json(200, "{\"value\":[]}").empty(503).empty(200);

    assertThat(twins.query(TwinQuery.of("SELECT"), JsonObject.class)).isEmpty();
    assertThat(catchThrowable(() -> twins.putTwin("a", new JsonObject(), CallOption.ifAbsent())))
        .isInstanceOf(UnavailableException.class);
    assertThat(server.web.getRequestCount()).isEqualTo(3);
  }
}
