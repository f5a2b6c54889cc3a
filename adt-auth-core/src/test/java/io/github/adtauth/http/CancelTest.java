package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of calls that are canceled while they wait for a shared token request. */
class CancelTest {
  private final Server server = new Server();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch requestStarted = new CountDownLatch(1);
  private final CountDownLatch responseReleased = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final TokenProvider tokens =
      TokenProviders.cached(
          request -> {
            requests.incrementAndGet();
            requestStarted.countDown();
            await(responseReleased);
            return AccessToken.of("t", Instant.now().plusSeconds(3600));
          });

  CancelTest() throws IOException {}

  @AfterEach
  void stop() {
    responseReleased.countDown();
    callers.shutdownNow();
    server.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Call call(Duration timeout) {
    OkHttpClient client =
        AuthenticatedHttp.builder(server.plain, server.resource())
            .tokens(tokens)
            .callTimeout(timeout)
            .build();
    return client.newCall(new Request.Builder().url(server.url("/")).build());
  }

  private Future<Integer> execute(Call call) {
    return callers.submit(
        () -> {
          try (Response response = call.execute()) {
            return response.code();
          }
        });
  }

  private void assertOtherCallSucceeds(Future<Integer> other) throws Exception {
    server.web.enqueue(new MockResponse.Builder().build());
    responseReleased.countDown();
    assertThat(other.get()).isEqualTo(200);
    assertThat(requests).hasValue(1);
  }

  @Test
  void canceledCall_stopsWaiting() throws Exception {
    Call call = call(Duration.ofSeconds(30));
    Future<Integer> canceled = execute(call);
    await(requestStarted);
    Future<Integer> other = execute(call(Duration.ofSeconds(30)));
    call.cancel();
    assertThatThrownBy(() -> canceled.get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("Canceled");
    assertOtherCallSucceeds(other);
  }

  @Test
  void callTimeout_endsWait() throws Exception {
    Future<Integer> other = execute(call(Duration.ofSeconds(30)));
    await(requestStarted);
    Future<Integer> timedOut = execute(call(Duration.ofMillis(20)));
    assertThatThrownBy(() -> timedOut.get())
        .cause()
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("timeout");
    assertOtherCallSucceeds(other);
  }

  @Test
  void interruptedThread_stopsWaiting_staysInterrupted() throws Exception {
    Future<Integer> other = execute(call(Duration.ofSeconds(30)));
    await(requestStarted);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try (Response response = call(Duration.ofSeconds(30)).execute()) {
                failure.complete(new AssertionError(response));
              } catch (IOException e) {
                failure.complete(e);
              }
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertThat(failure.get()).hasCauseInstanceOf(CallCanceledException.class);
    assertThat(interrupted.get()).isTrue();
    assertOtherCallSucceeds(other);
  }

  @Test
  void canceledWait_clearsInterrupt() throws Exception {
    Call call = call(Duration.ofSeconds(30));
    Future<Boolean> interruptedAfterwards =
        callers.submit(
            () -> {
              assertThatThrownBy(call::execute).isInstanceOf(IOException.class);
              return Thread.currentThread().isInterrupted();
            });
    await(requestStarted);
    call.cancel();
    assertThat(interruptedAfterwards.get()).isFalse();
  }

  @Test
  void callCanceledBeforeStart_doesNotWait() {
    Call call = call(Duration.ofSeconds(30));
    call.cancel();
    assertThatThrownBy(call::execute).isInstanceOf(IOException.class).hasMessage("Canceled");
    assertThat(requests).hasValue(0);
  }

  @Test
  void cachedToken_needsNoWait() throws Exception {
    responseReleased.countDown();
    tokens.token(TokenRequest.of("https://r/.default"));
    server.web.enqueue(new MockResponse.Builder().build());
    assertThat(execute(call(Duration.ofSeconds(30))).get()).isEqualTo(200);
  }
}
