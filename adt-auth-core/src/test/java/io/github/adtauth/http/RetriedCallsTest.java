package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of the delays, connections and listener events of retries. */
class RetriedCallsTest {
  private final Server server = new Server();
  private final List<String> events = new ArrayList<>();
  private final AuthListener listener =
      new AuthListener() {
        @Override
        public void challengeReceived(String host, boolean claims) {
          events.add("challenged " + host + " " + claims);
        }

        @Override
        public void retrying(String host, int attempt, Duration delay, String reason) {
          events.add("retrying " + host + " " + attempt + " " + delay + " " + reason);
        }
      };

  RetriedCallsTest() throws IOException {
    server.web.setProtocols(List.of(Protocol.HTTP_1_1));
    server.time.advance(Duration.ofDays(3));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void enqueue(int status, String... headers) {
    MockResponse.Builder response = new MockResponse.Builder().code(status).body("body");
    for (int i = 0; i < headers.length; i += 2) {
      response.addHeader(headers[i], headers[i + 1]);
    }
    server.web.enqueue(response.build());
  }

  private void enqueueLostConnection() {
    server.web.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
  }

  private int get(OkHttpClient client) throws IOException {
    Request request = new Request.Builder().url(server.url("/")).build();
    try (Response response = client.newCall(request).execute()) {
      return response.code();
    }
  }

  private OkHttpClient client() {
    return server.builder().listener(listener).build();
  }

  @Test
  void retriedResponse_releasesConnection() throws Exception {
    enqueue(503);
    enqueue(200);
    assertThat(get(client())).isEqualTo(200);
    assertThat(server.web.takeRequest().getConnectionIndex()).isZero();
    assertThat(server.web.takeRequest().getConnectionIndex()).isZero();
  }

  @Test
  void challengeWithoutNewToken_releasesConnection() throws Exception {
    int[] tokenRequests = {0};
    TokenProvider failingSecond =
        request -> {
          if (tokenRequests[0]++ == 1) {
            throw new CredentialException(ErrorDetails.of("no"));
          }
          return AccessToken.of("t" + tokenRequests[0], Instant.MAX);
        };
    OkHttpClient client = server.builder().tokens(failingSecond).build();
    enqueue(401, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
    assertThatThrownBy(() -> get(client)).hasCauseInstanceOf(CredentialException.class);
    enqueue(200);
    assertThat(get(client)).isEqualTo(200);
    assertThat(server.web.takeRequest().getConnectionIndex()).isZero();
    assertThat(server.web.takeRequest().getConnectionIndex()).isZero();
  }

  @Test
  void listener_receivesRetriesAndChallenges() throws IOException {
    enqueue(503, "Retry-After", "2");
    enqueue(401, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
    enqueue(401, "WWW-Authenticate", "Bearer error=\"insufficient_claims\", claims=\"e30=\"");
    assertThat(get(client())).isEqualTo(401);
    enqueue(401, "WWW-Authenticate", "Bearer error=\"insufficient_claims\", claims=\"e30=\"");
    enqueue(200);
    assertThat(get(client())).isEqualTo(200);
    assertThat(events)
        .containsExactly(
            "retrying localhost 1 PT2S 503",
            "challenged localhost false",
            "challenged localhost true");
  }

  @Test
  void lostConnection_isRetriedWithoutDelay_responseWithDelay() throws IOException {
    server.time.jitter(0.5);
    enqueueLostConnection();
    enqueue(503);
    enqueue(200);
    assertThat(get(client())).isEqualTo(200);
    assertThat(server.time.sleeps()).containsExactly(Duration.ZERO, Duration.ofMillis(500));
  }

  @Test
  void delays_addUpToCallTimeout() throws IOException {
    enqueue(429, "Retry-After", "31");
    enqueue(429, "Retry-After", "29");
    enqueue(200);
    assertThat(get(client())).as("the delay equals the remaining 29 s").isEqualTo(429);
    assertThat(get(client())).as("the response that was not requested before").isEqualTo(200);
    enqueue(429, "Retry-After", "31");
    enqueue(429, "Retry-After", "28");
    enqueue(200);
    assertThat(get(client())).as("the delay leaves one second").isEqualTo(200);
    assertThat(server.time.sleeps())
        .containsExactly(Duration.ofSeconds(31), Duration.ofSeconds(31), Duration.ofSeconds(28));
  }

  @Test
  void retryAfterWithManyDigits_returnsResponse() throws IOException {
    enqueue(503, "Retry-After", "10000000000");
    assertThat(get(client())).isEqualTo(503);
    assertThat(server.time.sleeps()).isEmpty();
  }

  @Test
  void networkResponse_isKept_itsRequestHasNoToken() throws IOException {
    enqueue(200);
    Request request = new Request.Builder().url(server.url("/")).build();
    try (Response response = client().newCall(request).execute()) {
      assertThat(response.networkResponse()).isNotNull();
      assertThat(response.networkResponse().request().header("Authorization")).isNull();
    }
  }

  /** OkHttp throws this exception if the thread is interrupted while it connects. */
  @Test
  void undeclaredInterrupt_isCanceledCall_keepsInterruptFlag() {
    OkHttpClient base =
        server
            .plain
            .newBuilder()
            .addNetworkInterceptor(chain -> throwUndeclared(new InterruptedException("connecting")))
            .build();
    OkHttpClient client =
        AuthenticatedHttp.client(base, server.resource(), server.numberedTokens());
    assertThatThrownBy(() -> get(client)).hasCauseInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> Response throwUndeclared(Exception e) throws E {
    throw (E) e;
  }
}
