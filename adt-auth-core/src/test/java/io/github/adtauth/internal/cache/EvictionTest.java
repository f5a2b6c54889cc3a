package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of the eviction of entries from a {@link TokenCache}. */
class EvictionTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final ManualTime time = new ManualTime();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  /** A provider may keep the entry alive for as long as an inbound token claims to be valid. */
  @Test
  void failureOfExpiredEntry_isCleared() {
    TokenCache cache =
        TokenCache.builder().timing(TestTiming.of(time)).executor(Runnable::run).build();
    Instant expiry = time.clock().instant().plusSeconds(3600);
    cache.put(TokenCacheTest.owner("other"), REQUEST, AccessToken.of("other", expiry));
    TokenProvider failing =
        cache.provider(
            TokenCacheTest.owner("failing"),
            request -> {
              throw new InboundTokenException(ErrorDetails.of("rejected"));
            });
    assertThatThrownBy(() -> failing.token(REQUEST)).isInstanceOf(InboundTokenException.class);
    TokenEntry held = cache.entry(TokenCacheTest.owner("failing"), REQUEST.scopes());
    assertThat(held.weight()).isGreaterThan(1_000);
    time.advance(Duration.ofMinutes(3));
    assertThat(cache.size()).isEqualTo(1);
    assertThat(held.weight()).isZero();
  }

  @Test
  void activeBackOff_outlivesItsEntry() {
    TokenCache cache =
        TokenCache.builder().timing(TestTiming.of(time)).executor(Runnable::run).build();
    AtomicInteger requests = new AtomicInteger();
    cache.put(
        TokenCacheTest.owner("other"),
        REQUEST,
        AccessToken.of("other", time.clock().instant().plusSeconds(3600)));
    TokenProvider failing =
        cache.provider(
            TokenCacheTest.owner("failing"),
            request -> {
              requests.incrementAndGet();
              throw new UnavailableException(
                  ErrorDetails.of("wait").retryAfter(Duration.ofMinutes(30)));
            });
    assertThatThrownBy(() -> failing.token(REQUEST)).isInstanceOf(UnavailableException.class);
    time.advance(Duration.ofMinutes(3));
    assertThat(cache.size()).isEqualTo(1);
    assertThatThrownBy(() -> failing.token(REQUEST)).isInstanceOf(UnavailableException.class);
    assertThat(requests).hasValue(1);
  }

  /** With an executor that runs on the calling thread, the lock of the entry is held. */
  @Test
  void evictionDuringRequest_doesNotBlock() throws Exception {
    TokenCache cache =
        TokenCache.builder()
            .timing(TestTiming.of(time))
            .executor(Runnable::run)
            .maximumWeight(64 << 10)
            .build();
    Instant expiry = time.clock().instant().plusSeconds(3600);
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Callable<AccessToken> response =
        () -> {
          arrived.countDown();
          go.await();
          return AccessToken.of("slow", expiry);
        };
    TokenProvider slow =
        cache.provider(
            TokenCacheTest.owner("slow"),
            request -> {
              try {
                return response.call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Future<AccessToken> waiting = callers.submit(() -> slow.token(REQUEST));
    arrived.await();
    Future<?> crowd = callers.submit(() -> crowd(cache, expiry));
    crowd.get();
    go.countDown();
    assertThat(waiting.get()).isNotNull();
  }

  private static Integer crowd(TokenCache cache, Instant expiry) throws Exception {
    int served = 0;
    for (int i = 0; i < 5000; i++) {
      TokenProvider one =
          cache.provider(TokenCacheTest.owner("u" + i), r -> AccessToken.of("t", expiry));
      for (int j = 0; j < 3; j++) {
        assertThat(one.token(REQUEST)).isNotNull();
        served++;
      }
    }
    return served;
  }
}
