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

/** Tests that no caller waits forever for a token request that is lost. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostRequestTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final ManualTime time = new ManualTime();
  private final FakeSource source = new FakeSource(time);
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
  void failedThreadStart_isTypedErrorAndRetried() throws IOException {
    TokenProvider tokens = tokens(AuthListener.NONE);
    executor = throwing(() -> new InternalError("no thread"));
    assertThatThrownBy(() -> tokens.token(REQUEST)).isInstanceOf(UnavailableException.class);
    executor = Runnable::run;
    assertThat(tokens.token(REQUEST)).isNotNull();
  }

  @Test
  void failedThreadStart_doesNotFailCallerWithToken() throws IOException {
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
  void errorInListener_doesNotFailWaiters() throws IOException {
    TokenProvider tokens =
        tokens(
            new AuthListener() {
              @Override
              public void tokenAcquired(String principal, Duration took, Instant expiresAt) {
                throw new InternalError("theirs");
              }

              @Override
              public void tokenFailed(String principal, Duration took, Throwable failure) {
                throw new InternalError("theirs");
              }
            });
    source.failure = () -> new IllegalStateException("theirs");
    assertThatThrownBy(() -> tokens.token(REQUEST)).isInstanceOf(IllegalStateException.class);
    source.failure = null;
    time.advance(Duration.ofMinutes(2));
    assertThat(tokens.token(REQUEST)).isNotNull();
    assertThat(tokens.cachedToken(REQUEST)).isNotNull();
  }

  @Test
  void droppedRequest_isRestarted() throws Exception {
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
    assertThat(queue).as("second request in flight").hasSize(1);
  }

  @Test
  void throwingTask_doesNotBlockQueuedTasks() {
    AtomicInteger ran = new AtomicInteger();
    Bulkhead bulkhead = new Bulkhead(queue::add, 1, new FairQueue(10, 10, 10));
    bulkhead.execute(
        "user",
        () -> {
          throw new AssertionError("theirs");
        });
    bulkhead.execute("user", ran::incrementAndGet);
    assertThatThrownBy(() -> queue.remove().run()).isInstanceOf(AssertionError.class);
    while (!queue.isEmpty()) {
      queue.remove().run();
    }
    assertThat(ran).hasValue(1);
  }

  /** The second arrives between the first's entry and its rejection. */
  @Test
  void queuedTask_runsAfterRejection() {
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
