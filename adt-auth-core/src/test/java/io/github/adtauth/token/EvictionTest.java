package io.github.adtauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.ManualTime;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvictionTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final ManualTime time = new ManualTime();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  /** An executor that runs on the calling thread is allowed; then the slot's lock is held. */
  @Test
  void evictionDuringARequestOnTheCallersThread_waitsForNobody() throws Exception {
    TokenCache cache =
        TokenCache.builder()
            .timing(time.timing())
            .executor(Runnable::run)
            .maximumWeight(64 << 10)
            .build();
    Instant expiry = time.clock().instant().plusSeconds(3600);
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Callable<AccessToken> answer =
        () -> {
          arrived.countDown();
          assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
          return AccessToken.of("slow", expiry);
        };
    TokenProvider slow =
        cache.provider(
            TokenCacheTest.owner("slow"),
            request -> {
              try {
                return answer.call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Future<AccessToken> waiting = callers.submit(() -> slow.token(REQUEST));
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    Future<?> crowd = callers.submit(() -> crowd(cache, expiry));
    crowd.get(20, TimeUnit.SECONDS);
    go.countDown();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  private static Integer crowd(TokenCache cache, Instant expiry) throws Exception {
    int asked = 0;
    for (int i = 0; i < 5000; i++) {
      TokenProvider one =
          cache.provider(TokenCacheTest.owner("u" + i), r -> AccessToken.of("t", expiry));
      for (int j = 0; j < 3; j++) {
        assertThat(one.token(REQUEST)).isNotNull();
        asked++;
      }
    }
    return asked;
  }
}
