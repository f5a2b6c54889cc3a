package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that no caller waits forever for a token request that fails or is lost. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostRequestTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final ManualTime time = new ManualTime();
  private final FakeTokenProvider source = new FakeTokenProvider(time);
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private volatile Executor executor = Runnable::run;

  private TokenProvider tokens(AuthListener listener) {
    return TokenCache.builder()
        .timing(TestTiming.of(time))
        .executor(task -> executor.execute(task))
        .listener(listener)
        .build()
        .provider(TokenCacheTest.owner("a"), source);
  }

  private static Executor throwing(Supplier<Error> error) {
    return task -> {
      throw error.get();
    };
  }

  @Test
  void failureToStartThread_isUnavailable_nextCallRetries() throws IOException {
    TokenProvider tokens = tokens(AuthListener.NONE);
    executor = throwing(() -> new InternalError("no thread"));
    assertThatThrownBy(() -> tokens.token(REQUEST)).isInstanceOf(UnavailableException.class);
    executor = Runnable::run;
    assertThat(tokens.token(REQUEST)).isNotNull();
  }

  @Test
  void failureToStartThread_doesNotFailWithValidToken() throws IOException {
    TokenProvider tokens = tokens(AuthListener.NONE);
    AccessToken first = tokens.token(REQUEST);
    time.advance(Duration.ofMinutes(45));
    executor = throwing(() -> new InternalError("no thread"));
    assertThat(tokens.token(REQUEST)).isSameAs(first);
    executor = Runnable::run;
    tokens.token(REQUEST);
    assertThat(tokens.token(REQUEST)).isNotEqualTo(first);
  }

  @Test
  void errorOfListener_doesNotFailCall() throws IOException {
    TokenProvider tokens =
        tokens(
            new AuthListener() {
              @Override
              public void tokenAcquired(String principal, Duration took, Instant expiresAt) {
                throw new InternalError("failure of the listener");
              }

              @Override
              public void tokenFailed(String principal, Duration took, Throwable failure) {
                throw new InternalError("failure of the listener");
              }
            });
    source.failure = () -> new IllegalStateException("failure of the source");
    assertThatThrownBy(() -> tokens.token(REQUEST)).isInstanceOf(IllegalStateException.class);
    source.failure = null;
    time.advance(Duration.ofMinutes(2));
    assertThat(tokens.token(REQUEST)).isNotNull();
    assertThat(tokens.cachedToken(REQUEST)).isNotNull();
  }

  @Test
  void requestDroppedByExecutor_isReplacedAfterTenMinutes() throws Exception {
    TokenProvider tokens = tokens(AuthListener.NONE);
    CountDownLatch dropped = new CountDownLatch(1);
    executor = task -> dropped.countDown();
    CompletableFuture<AccessToken> waiter = new CompletableFuture<>();
    Thread waiting = new Thread(() -> complete(waiter, tokens));
    waiting.setDaemon(true);
    waiting.start();
    dropped.await();
    time.advance(Duration.ofMinutes(10));
    executor = Runnable::run;
    AccessToken token = tokens.token(REQUEST);
    assertThat(waiter.get()).isSameAs(token);
  }

  @Test
  void lateRequest_doesNotEndItsReplacement() throws Exception {
    TokenProvider tokens = tokens(AuthListener.NONE);
    AccessToken first = tokens.token(REQUEST);
    executor = queue::add;
    time.advance(Duration.ofMinutes(45));
    tokens.token(REQUEST);
    time.advance(Duration.ofMinutes(10));
    assertThat(tokens.token(REQUEST)).isSameAs(first);
    assertThat(queue).hasSize(2);
    source.failure = () -> new IllegalStateException("late");
    queue.remove().run();
    source.failure = null;
    time.advance(Duration.ofMinutes(2));
    tokens.token(REQUEST);
    assertThat(queue).as("the second request is still in flight").hasSize(1);
  }

  @Test
  void taskThatThrows_doesNotBlockQueue() {
    AtomicInteger ran = new AtomicInteger();
    Bulkhead bulkhead = new Bulkhead(queue::add, 1, new FairQueue(10, 10, 10));
    bulkhead.execute(
        "user",
        () -> {
          throw new AssertionError("failure of the task");
        });
    bulkhead.execute("user", ran::incrementAndGet);
    assertThatThrownBy(() -> queue.remove().run()).isInstanceOf(AssertionError.class);
    while (!queue.isEmpty()) {
      queue.remove().run();
    }
    assertThat(ran).hasValue(1);
  }

  /** The second task is queued before the executor rejects the first one. */
  @Test
  void taskQueuedBehindRejectedTask_runs() {
    AtomicReference<Bulkhead> bulkhead = new AtomicReference<>();
    AtomicBoolean second = new AtomicBoolean();
    AtomicBoolean full = new AtomicBoolean(true);
    bulkhead.set(
        new Bulkhead(
            task -> {
              if (full.getAndSet(false)) {
                bulkhead.get().execute("user", () -> second.set(true));
                throw new RejectedExecutionException("full");
              }
              task.run();
            },
            1,
            new FairQueue(10, 10, 10)));
    assertThatThrownBy(() -> bulkhead.get().execute("user", () -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(second).isTrue();
  }

  private static void complete(CompletableFuture<AccessToken> waiter, TokenProvider tokens) {
    try {
      waiter.complete(tokens.token(REQUEST));
    } catch (IOException | RuntimeException e) {
      waiter.completeExceptionally(e);
    }
  }
}
