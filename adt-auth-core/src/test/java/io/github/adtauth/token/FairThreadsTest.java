package io.github.adtauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.cache.FakeTokenProvider;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenCacheTest;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One user with hundreds of inbound tokens, whose requests are slow, and another user. */
@Timeout(60)
class FairThreadsTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");
  private static final int TOKENS = 300;

  private final ManualTime time = new ManualTime();
  private final FakeTokenProvider source = new FakeTokenProvider(time);
  private final TokenCache cache = TokenCache.builder().timing(TestTiming.of(time)).build();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final BlockingQueue<UnavailableException> rejections = new LinkedBlockingQueue<>();
  private volatile boolean slow;

  @AfterEach
  void stop() {
    end.countDown();
    callers.shutdownNow();
  }

  private AccessToken acquire(TokenRequest request) throws IOException {
    if (slow) {
      running.incrementAndGet();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    return source.token(request);
  }

  private List<TokenProvider> tokensOfOneUser() {
    List<TokenProvider> tokens = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(cache.provider(TokenCacheTest.owner("token " + i), "insider", this::acquire));
    }
    return tokens;
  }

  private TokenProvider other() {
    return cache.provider(TokenCacheTest.owner("other"), "other", source);
  }

  @Test
  void newUser_isServedBeforeTheBacklogOfAnother() throws Exception {
    slow = true;
    for (TokenProvider tokens : tokensOfOneUser()) {
      callers.execute(
          () -> {
            try {
              AccessToken unused = tokens.token(REQUEST);
            } catch (UnavailableException e) {
              rejections.add(e);
            } catch (CallCanceledException e) {
              // The test has ended.
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    // What neither runs nor is queued is rejected; then all have arrived.
    for (int i = 0; i < TOKENS - 104; i++) {
      assertThat(rejections.take()).hasMessageContaining("Too many token requests");
    }
    assertThat(other().token(REQUEST)).isNotNull();
    assertThat(running).hasValueLessThanOrEqualTo(4);
    assertThat(rejections).isEmpty();
  }

  @Test
  void rejection_namesAWait() throws Exception {
    newUser_isServedBeforeTheBacklogOfAnother();
    TokenProvider next = cache.provider(TokenCacheTest.owner("one more"), "insider", this::acquire);
    assertThat(catchThrowableOfType(UnavailableException.class, () -> next.token(REQUEST)))
        .extracting(e -> e.retryAfter().orElseThrow())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void knownUser_isServedBeforeTheRefreshesOfAnother() throws Exception {
    List<TokenProvider> tokensOfOneUser = tokensOfOneUser();
    for (TokenProvider tokens : tokensOfOneUser) {
      tokens.token(REQUEST);
    }
    TokenProvider other = other();
    AccessToken first = other.token(REQUEST);
    slow = true;
    time.advance(Duration.ofMinutes(58));
    for (TokenProvider tokens : tokensOfOneUser) {
      assertThat(tokens.cachedToken(REQUEST)).isNotNull(); // stale: refreshed in the background
    }
    time.advance(Duration.ofMinutes(3));
    AccessToken second = callers.submit(() -> other.token(REQUEST)).get(50, TimeUnit.SECONDS);
    assertThat(second).isNotEqualTo(first);
    assertThat(running).hasValueBetween(1, 4);
  }
}
