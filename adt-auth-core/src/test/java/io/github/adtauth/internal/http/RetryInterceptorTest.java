package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.http.Server;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@link RetryInterceptor}. */
class RetryInterceptorTest {
  private static final RequestBody JSON =
      RequestBody.create("{}", MediaType.get("application/json"));

  private final Server server = new Server();

  RetryInterceptorTest() throws IOException {}

  @AfterEach
  void stop() {
    server.close();
  }

  private Request request(String method) {
    boolean hasBody = !method.equals("GET") && !method.equals("DELETE");
    return new Request.Builder().url(server.url("/")).method(method, hasBody ? JSON : null).build();
  }

  private int call(Request request) throws IOException {
    try (Response response = server.client().newCall(request).execute()) {
      return response.code();
    }
  }

  private void enqueue(int status, String... headers) {
    MockResponse.Builder response = new MockResponse.Builder().code(status);
    for (int i = 0; i < headers.length; i += 2) {
      response.addHeader(headers[i], headers[i + 1]);
    }
    server.web.enqueue(response.build());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 500, true",
    "GET, 503, true",
    "GET, 408, true",
    "PUT, 502, true",
    "DELETE, 504, true",
    "PATCH, 503, false",
    "POST, 500, false",
    "POST, 408, false",
    "GET, 404, false",
    "GET, 501, false",
    "PATCH, 429, true",
    "POST, 429, true",
    "GET, 412, false",
  })
  void response_isRetriedIfSafe(String method, int status, boolean retried) throws IOException {
    enqueue(status);
    enqueue(200);
    assertThat(call(request(method))).isEqualTo(retried ? 200 : status);
  }

  @ParameterizedTest
  @CsvSource({"GET, true", "PUT, true", "PATCH, false", "POST, false"})
  void lostConnection_isRetriedIfSafe(String method, boolean retried) throws IOException {
    server.web.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    enqueue(200);
    if (retried) {
      assertThat(call(request(method))).isEqualTo(200);
    } else {
      assertThatThrownBy(() -> call(request(method))).isInstanceOf(IOException.class);
      assertThat(server.web.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  void poolOfClosedConnections_causesOneRetry() throws Exception {
    CyclicBarrier allCalls = new CyclicBarrier(5);
    AtomicInteger requests = new AtomicInteger();
    server.web.setProtocols(List.of(Protocol.HTTP_1_1));
    server.web.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (requests.incrementAndGet() <= 5) {
              awaitAll(allCalls);
            }
            return new MockResponse.Builder().onResponseEnd(new SocketEffect.CloseSocket()).build();
          }
        });
    ExecutorService callers = Executors.newFixedThreadPool(5);
    Callable<Integer> get = () -> call(request("GET"));
    for (Future<Integer> call : callers.invokeAll(Collections.nCopies(5, get))) {
      assertThat(call.get()).isEqualTo(200);
    }
    callers.shutdown();

    assertThat(call(request("GET"))).isEqualTo(200);

    assertThat(server.time.sleeps()).isEqualTo(List.of(Duration.ZERO));
  }

  private static void awaitAll(CyclicBarrier allCalls) {
    try {
      allCalls.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void retrySafetyTag_overridesMethod() throws IOException {
    enqueue(503);
    enqueue(200);
    assertThat(call(request("POST").newBuilder().tag(RetrySafety.class, RetrySafety.SAFE).build()))
        .isEqualTo(200);
    enqueue(503);
    assertThat(call(request("PUT").newBuilder().tag(RetrySafety.class, RetrySafety.UNSAFE).build()))
        .isEqualTo(503);
    enqueue(503);
    assertThat(call(request("PUT").newBuilder().header("If-None-Match", "*").build()))
        .isEqualTo(503);
  }

  @Test
  void retryAfterInSeconds_isUsed() throws IOException {
    enqueue(429, "Retry-After", "7");
    enqueue(200);
    call(request("GET"));
    assertThat(server.time.sleeps()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void retryAfterAsDate_isRelativeToServerClock() throws IOException {
    enqueue(
        503,
        "Date",
        "Mon, 23 Nov 2026 06:00:00 GMT",
        "Retry-After",
        "Mon, 23 Nov 2026 06:00:09 GMT");
    enqueue(200);
    call(request("GET"));
    assertThat(server.time.sleeps()).containsExactly(Duration.ofSeconds(9));
  }

  @Test
  void delay_growsWithFullJitter() throws IOException {
    server.time.jitter(0.5);
    enqueue(500);
    enqueue(500);
    enqueue(500);
    enqueue(200);
    assertThat(call(request("GET"))).isEqualTo(200);
    assertThat(server.time.sleeps())
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofMillis(1000));
  }

  @Test
  void lastResponse_isReturnedAfterRetries() throws IOException {
    for (int i = 0; i < 4; i++) {
      enqueue(503);
    }
    assertThat(call(request("GET"))).isEqualTo(503);
    assertThat(server.web.getRequestCount()).isEqualTo(4);
  }

  @Test
  void delayBeyondDeadline_returnsResponse() throws IOException {
    enqueue(429, "Retry-After", "61");
    assertThat(call(request("GET"))).isEqualTo(429);
    assertThat(server.time.sleeps()).isEmpty();
  }

  @Test
  void retryAfterOfTokenService_appliesToPatch() throws IOException {
    AtomicInteger tokenRequests = new AtomicInteger();
    TokenProvider failingFirst =
        r -> {
          if (tokenRequests.incrementAndGet() == 1) {
            throw new UnavailableException(
                ErrorDetails.of("busy").retryAfter(Duration.ofSeconds(3)));
          }
          return AccessToken.of("t", Instant.MAX);
        };
    OkHttpClient client =
        AuthenticatedHttp.builder(server.plain, server.resource())
            .tokens(failingFirst)
            .timing(TestTiming.of(server.time))
            .build();
    enqueue(200);
    try (Response response = client.newCall(request("PATCH")).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
    assertThat(server.time.sleeps()).containsExactly(Duration.ofSeconds(3));
  }

  /** OkHttp itself retries such a response once, if the interceptor does not prevent it. */
  @Test
  void retryAfterZeroForPatch_isRetriedAtMostOnce() throws IOException {
    for (int i = 0; i < 12; i++) {
      enqueue(503, "Retry-After", "0");
    }
    assertThat(call(request("PATCH"))).isEqualTo(503);
    assertThat(server.web.getRequestCount()).isLessThanOrEqualTo(2);
  }

  @Test
  void requestTimeoutForPatch_isNotRetried() throws IOException {
    enqueue(408);
    enqueue(200);
    assertThat(call(request("PATCH"))).isEqualTo(408);
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"-1", "abc", "''", "Someday"})
  void invalidRetryAfter_isIgnored(String value) throws IOException {
    enqueue(503, "Retry-After", value);
    enqueue(200);
    assertThat(call(request("GET"))).isEqualTo(200);
    assertThat(server.time.sleeps()).containsExactly(Duration.ZERO);
  }

  @Test
  void hugeRetryAfter_returnsResponse() throws IOException {
    enqueue(503, "Retry-After", "99999999999");
    assertThat(call(request("GET"))).isEqualTo(503);
    assertThat(server.time.sleeps()).isEmpty();
  }
}
