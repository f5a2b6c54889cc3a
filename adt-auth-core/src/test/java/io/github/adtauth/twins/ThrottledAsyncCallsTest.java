package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of asynchronous calls that wait for a {@code Retry-After}. */
class ThrottledAsyncCallsTest {
  private static final String TWIN = "{\"$dtId\":\"a\"}";
  private static final Duration START = Duration.ofDays(3);
  private static final int MAX_PER_HOST = 5;

  private final TwinsServer server = new TwinsServer();
  private final ManualTime time = new ManualTime();
  private final HeldSleeper sleeper = new HeldSleeper();
  private final List<HeldSleeper.Sleep> sleeps = new ArrayList<>();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final DigitalTwins instance = instance(sleeper);
  private final AsyncDigitalTwinsClient twins = client("alice");

  ThrottledAsyncCallsTest() throws Exception {
    time.advance(START);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private DigitalTwins instance(Timing.Sleeper waits) {
    return builder(waits).build();
  }

  private DigitalTwins.Builder builder(Timing.Sleeper waits) {
    return server
        .builder()
        .retry(RetryPolicy.DEFAULT)
        .timing(new Timing(time.clock(), time::nanoTime, time::jitter, waits))
        .listener(
            new AuthListener() {
              @Override
              public void retrying(String host, int attempt, Duration delay, String reason) {
                events.add(attempt + " " + delay + " " + reason);
              }
            });
  }

  private AsyncDigitalTwinsClient client(String token) {
    return instance.client(TwinsServer.tokens(token)).async();
  }

  private void throttle(int seconds) {
    server.empty(429, "Retry-After", String.valueOf(seconds));
  }

  private CompletableFuture<JsonObject> get() {
    return twins.getTwin("a", JsonObject.class);
  }

  /** Ends the next sleep after its duration. */
  private void endSleep() throws InterruptedException {
    HeldSleeper.Sleep sleep = sleeper.take();
    time.advance(sleep.duration());
    sleep.end().complete(null);
  }

  /** Starts more GETs of alice than the dispatcher has places, and returns when all wait. */
  private List<CompletableFuture<JsonObject>> throttledGets() throws Exception {
    MockResponse throttled =
        new MockResponse.Builder().code(429).addHeader("Retry-After", "15").build();
    server.web.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            boolean alice = "Bearer alice".equals(request.getHeaders().get("Authorization"));
            return alice && request.getMethod().equals("GET")
                ? throttled
                : new MockResponse.Builder().body(TWIN).build();
          }
        });
    int calls = 3 * MAX_PER_HOST;
    List<CompletableFuture<JsonObject>> gets = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      gets.add(get());
    }
    for (int i = 0; i < calls; i++) {
      sleeps.add(sleeper.take());
    }
    return gets;
  }

  @Test
  void throttledCalls_doNotDelayOtherUsers() throws Exception {
    List<CompletableFuture<JsonObject>> waiting = throttledGets();

    JsonObject twin = client("bob").getTwin("a", JsonObject.class).get();

    assertThat(twin.has("$dtId")).isTrue();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    assertThat(sleeps)
        .allSatisfy(sleep -> assertThat(sleep.duration()).isEqualTo(Duration.ofSeconds(15)));
    assertThat(time.nanoTime()).isEqualTo(START.toNanos());
  }

  @Test
  void throttledOperation_isNotSentAgainByNextCalls() throws Exception {
    List<CompletableFuture<JsonObject>> waiting = throttledGets();
    int sent = server.web.getRequestCount();

    assertThat(sent).isLessThanOrEqualTo(MAX_PER_HOST);
    assertThat(events).hasSize(sent).containsOnly("1 PT15S 429");
    assertThat(twins.putTwin("a", new JsonObject()).get().has("$dtId")).isTrue();

    server.web.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().body(TWIN).build();
          }
        });
    time.advance(Duration.ofSeconds(15));
    sleeps.forEach(sleep -> sleep.end().complete(null));
    for (CompletableFuture<JsonObject> future : waiting) {
      assertThat(future.get().has("$dtId")).isTrue();
    }
    assertThat(server.web.getRequestCount()).isEqualTo(sent + 1 + waiting.size());
  }

  @Test
  void throttleBeyondDeadline_doesNotDelayNextCall() throws Exception {
    throttle(15);
    throttle(15);
    CompletableFuture<JsonObject> waiting = get();
    sleeper.take();

    CompletableFuture<JsonObject> brief =
        twins.getTwin("a", JsonObject.class, CallOption.timeout(Duration.ofSeconds(10)));

    assertThatThrownBy(brief::get).hasCauseInstanceOf(UnavailableException.class);
    assertThat(waiting).isNotDone();
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void delaysBeforeFirstAttempt_shareTimeLimit() throws Exception {
    throttle(15);
    var first = get();
    sleeper.take();
    CompletableFuture<JsonObject> delayed = get(); // is not sent yet
    HeldSleeper.Sleep delay = sleeper.take();
    time.advance(Duration.ofSeconds(15));
    throttle(15);
    var second = get();
    sleeper.take(); // the operation is throttled for another 15 seconds
    server.json(200, TWIN);

    delay.end().complete(null);

    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    assertThat(delayed.get().has("$dtId")).isTrue(); // 5 of 20 seconds were left, so it was sent
  }

  @Test
  void throttledCall_isRetriedAfterDelay() throws Exception {
    throttle(7);
    server.json(200, TWIN);
    CompletableFuture<JsonObject> future = get();
    endSleep();

    assertThat(future.get().has("$dtId")).isTrue();

    assertThat(events).containsExactly("1 PT7S 429");
    assertThat(server.seen().getHeaders()).isEqualTo(server.seen().getHeaders());
  }

  @Test
  void exceptionWrappedByInterceptor_isRetried() throws Exception {
    Interceptor wrapping =
        chain -> {
          try {
            return chain.proceed(chain.request());
          } catch (IOException e) {
            throw new IOException("wrapped", e);
          }
        };
    throttle(7);
    server.json(200, TWIN);
    CompletableFuture<JsonObject> future =
        throughClient(server.plain.newBuilder().addInterceptor(wrapping).build());
    endSleep();

    assertThat(future.get().has("$dtId")).isTrue();
  }

  @Test
  void baseClientWithRetries_doesNotRetryAgain() throws Exception {
    throttle(7);
    server.json(200, TWIN);
    CompletableFuture<JsonObject> future =
        throughClient(
            AuthenticatedHttp.client(
                server.plain, server.config().resource(), TwinsServer.tokens("base")));
    endSleep();

    assertThat(future.get().has("$dtId")).isTrue();

    assertThat(events).containsExactly("1 PT7S 429");
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  private CompletableFuture<JsonObject> throughClient(OkHttpClient http) {
    return builder(sleeper)
        .httpClient(http)
        .build()
        .client(TwinsServer.tokens("alice"))
        .async()
        .getTwin("a", JsonObject.class);
  }

  @Test
  void retries_areLimitedAsForBlockingCall() throws Exception {
    for (int i = 0; i < 4; i++) {
      throttle(2);
    }
    CompletableFuture<JsonObject> future = get();
    for (int i = 0; i < 3; i++) {
      endSleep();
    }

    assertThatThrownBy(future::get).hasCauseInstanceOf(UnavailableException.class);

    assertThat(events).containsExactly("1 PT2S 429", "2 PT2S 429", "3 PT2S 429");
    assertThat(server.web.getRequestCount()).isEqualTo(4);
  }

  @Test
  void delayBeyondDeadline_isNotBegun() throws Exception {
    throttle(12);
    throttle(12); // ends after 24 of 20 seconds
    CompletableFuture<JsonObject> future = get();
    endSleep();

    assertThatThrownBy(future::get).hasCauseInstanceOf(UnavailableException.class);

    assertThat(events).containsExactly("1 PT12S 429");
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void retry_hasDeadlineOfFirstAttempt() throws Exception {
    throttle(12);
    server.web.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    CompletableFuture<JsonObject> future = get();
    HeldSleeper.Sleep sleep = sleeper.take();
    time.advance(Duration.ofSeconds(20).minusMillis(1));
    sleep.end().complete(null);

    assertThatThrownBy(future::get)
        .hasCauseInstanceOf(UnavailableException.class)
        .hasMessageContaining("within 20 s");
  }

  @Test
  void lostConnection_isRetriedWithoutDelay() throws Exception {
    server.web.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    throttle(3);
    server.json(200, TWIN);
    CompletableFuture<JsonObject> future = get();
    endSleep();

    assertThat(future.get().has("$dtId")).isTrue();

    assertThat(events).containsExactly("1 PT0S connection lost", "2 PT3S 429");
    assertThat(sleeper.isEmpty()).isTrue();
  }

  @Test
  void cancel_endsWait() throws Exception {
    throttle(7);
    CompletableFuture<JsonObject> future = get();
    HeldSleeper.Sleep sleep = sleeper.take();

    future.cancel(true);

    assertThat(future).isCancelled();
    assertThatThrownBy(sleep.end()::get).isInstanceOf(CancellationException.class);
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void closedDispatcher_cancelsCallAfterWait() throws Exception {
    throttle(7);
    CompletableFuture<JsonObject> future = get();
    HeldSleeper.Sleep sleep = sleeper.take();
    server.plain.dispatcher().executorService().shutdown();

    sleep.end().complete(null);

    assertThatThrownBy(future::get).hasCauseInstanceOf(CallCanceledException.class);
  }

  @Test
  void interruptedWait_cancelsCall() throws Exception {
    throttle(7);
    CompletableFuture<JsonObject> future = get();

    sleeper.take().end().completeExceptionally(new CompletionException(new InterruptedException()));

    assertThatThrownBy(future::get).hasCauseInstanceOf(CallCanceledException.class);
  }

  @Test
  void failingTimer_failsCall() {
    throttle(7);
    DigitalTwins failing =
        instance(
            duration -> {
              throw new IllegalStateException("no timer");
            });

    assertThatThrownBy(
            () ->
                failing
                    .client(TwinsServer.tokens("t"))
                    .async()
                    .getTwin("a", JsonObject.class)
                    .get())
        .isInstanceOf(ExecutionException.class)
        .hasStackTraceContaining("no timer");
  }

  @Test
  void throttledPrefetch_waitsOnThreadOfIterator() throws Exception {
    server.json(200, "{\"value\":[{}],\"continuationToken\":\"a\"}");
    throttle(7);
    server.json(200, "{\"value\":[{}],\"continuationToken\":null}");
    CompletableFuture<Thread> sleepingThread = new CompletableFuture<>();
    DigitalTwins reading =
        instance(
            duration -> {
              sleepingThread.complete(Thread.currentThread());
              time.sleep(duration);
            });
    List<JsonObject> items = new ArrayList<>();

    reading
        .client(TwinsServer.tokens("t"))
        .query(TwinQuery.of("SELECT"), JsonObject.class)
        .forEach(items::add);

    assertThat(items).hasSize(2);
    assertThat(sleepingThread.get()).isSameAs(Thread.currentThread());
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(7));
    assertThat(events).containsExactly("1 PT7S 429");
  }
}
