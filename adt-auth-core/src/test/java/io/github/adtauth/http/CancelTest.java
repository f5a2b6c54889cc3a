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

/** A wait for a shared token ends with its caller, and for nobody else. */
class CancelTest {
  private final Server server = new Server();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final TokenProvider tokens =
      TokenProviders.cached(
          request -> {
            requests.incrementAndGet();
            asked.countDown();
            await(answer);
            return AccessToken.of("t", Instant.now().plusSeconds(3600));
          });

  CancelTest() throws IOException {}

  @AfterEach
  void stop() {
    answer.countDown();
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

  private void othersGetTheirAnswer(Future<Integer> patient) throws Exception {
    server.web.enqueue(new MockResponse.Builder().build());
    answer.countDown();
    assertThat(patient.get()).isEqualTo(200);
    assertThat(requests).hasValue(1);
  }

  @Test
  void canceledCall_stopsWaiting() throws Exception {
    Call call = call(Duration.ofSeconds(30));
    Future<Integer> canceled = execute(call);
    await(asked);
    Future<Integer> patient = execute(call(Duration.ofSeconds(30)));
    call.cancel();
    assertThatThrownBy(() -> canceled.get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("Canceled");
    othersGetTheirAnswer(patient);
  }

  @Test
  void callTimeout_endsTheWait() throws Exception {
    Future<Integer> patient = execute(call(Duration.ofSeconds(30)));
    await(asked);
    Future<Integer> impatient = execute(call(Duration.ofMillis(20)));
    assertThatThrownBy(() -> impatient.get())
        .cause()
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("timeout");
    othersGetTheirAnswer(patient);
  }

  @Test
  void interruptedThread_stopsWaiting_andKeepsItsFlag() throws Exception {
    Future<Integer> patient = execute(call(Duration.ofSeconds(30)));
    await(asked);
    CompletableFuture<Boolean> flagged = new CompletableFuture<>();
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
              flagged.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertThat(failure.get()).hasCauseInstanceOf(CallCanceledException.class);
    assertThat(flagged.get()).isTrue();
    othersGetTheirAnswer(patient);
  }

  @Test
  void canceledWait_leavesNoInterruptBehind() throws Exception {
    Call call = call(Duration.ofSeconds(30));
    Future<Boolean> interruptedAfterwards =
        callers.submit(
            () -> {
              assertThatThrownBy(call::execute).isInstanceOf(IOException.class);
              return Thread.currentThread().isInterrupted();
            });
    await(asked);
    call.cancel();
    assertThat(interruptedAfterwards.get()).isFalse();
  }

  @Test
  void canceledBeforeItBegan_neverWaits() {
    Call call = call(Duration.ofSeconds(30));
    call.cancel();
    assertThatThrownBy(call::execute).isInstanceOf(IOException.class).hasMessage("Canceled");
    assertThat(requests).hasValue(0);
  }

  @Test
  void tokenAtHand_needsNoWait() throws Exception {
    answer.countDown();
    tokens.token(TokenRequest.of("https://r/.default"));
    server.web.enqueue(new MockResponse.Builder().build());
    assertThat(execute(call(Duration.ofSeconds(30))).get()).isEqualTo(200);
  }
}
