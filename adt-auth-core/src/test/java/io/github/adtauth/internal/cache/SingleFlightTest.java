package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of callers that share a token request. */
class SingleFlightTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");
  private static final int CALLERS = 32;

  private final ManualTime time = new ManualTime();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch requestStarted = new CountDownLatch(1);
  private final CountDownLatch responseReleased = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  private TokenProvider slow(boolean fail) {
    TokenProvider source =
        request -> {
          requests.incrementAndGet();
          requestStarted.countDown();
          await(responseReleased);
          if (fail) {
            throw new CredentialException(ErrorDetails.of("wrong secret").status(401));
          }
          return AccessToken.of("token", time.clock().instant().plusSeconds(3600));
        };
    return TokenCache.builder()
        .timing(TestTiming.of(time))
        .build()
        .provider(TokenCacheTest.owner("a"), source);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void concurrentCallers_shareOneRequest() throws Exception {
    TokenProvider tokens = slow(false);
    List<Future<AccessToken>> results = submitAll(() -> tokens.token(REQUEST));
    await(requestStarted);
    responseReleased.countDown();
    Set<AccessToken> distinct = new HashSet<>();
    for (Future<AccessToken> result : results) {
      distinct.add(result.get());
    }
    assertThat(distinct).hasSize(1);
    assertThat(requests).hasValue(1);
  }

  @Test
  void concurrentCallers_getSeparateExceptions() throws Exception {
    TokenProvider tokens = slow(true);
    List<Future<AccessToken>> results = submitAll(() -> tokens.token(REQUEST));
    await(requestStarted);
    responseReleased.countDown();
    List<Throwable> failures = new ArrayList<>();
    for (Future<AccessToken> result : results) {
      try {
        result.get();
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      }
    }
    assertThat(failures).hasSize(CALLERS).doesNotHaveDuplicates();
    assertThat(failures).allMatch(f -> f instanceof CredentialException);
    assertThat(requests).hasValue(1);
  }

  @Test
  void interruptedCaller_doesNotCancelRequest() throws Exception {
    TokenProvider tokens = slow(false);
    CountDownLatch canceled = new CountDownLatch(1);
    Thread interrupted =
        new Thread(
            () -> {
              try {
                tokens.token(REQUEST);
              } catch (CallCanceledException e) {
                canceled.countDown();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    interrupted.start();
    await(requestStarted);
    Future<AccessToken> other = callers.submit(() -> tokens.token(REQUEST));
    interrupted.interrupt();
    await(canceled);
    responseReleased.countDown();
    assertThat(other.get().value()).isEqualTo("token");
    assertThat(requests).hasValue(1);
  }

  @Test
  void randomInterleavings_keepTokensOfPrincipalsApart() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TokenCache cache =
        TokenCache.builder().timing(TestTiming.of(time)).maximumWeight(200 << 10).build();
    AtomicInteger number = new AtomicInteger();
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String user = "user" + random.nextInt(1_000);
      boolean reject = random.nextInt(10) == 0;
      if (random.nextInt(100) == 0) {
        time.advance(java.time.Duration.ofMinutes(random.nextInt(50)));
      }
      TokenProvider tokens =
          cache.provider(
              TokenCacheTest.owner(user),
              request ->
                  AccessToken.of(
                      user + "." + number.incrementAndGet(),
                      time.clock().instant().plusSeconds(60 + user.length())));
      results.add(
          callers.submit(
              () -> {
                AccessToken token = tokens.token(REQUEST);
                if (reject) {
                  token = tokens.token(REQUEST.afterRejection(token, "{}"));
                }
                return token.value().startsWith(user + ".");
              }));
    }
    for (Future<Boolean> result : results) {
      assertThat(result.get()).as("seed %d", seed).isTrue();
    }
  }

  private <T> List<Future<T>> submitAll(Callable<T> call) {
    List<Future<T>> results = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      results.add(callers.submit(call));
    }
    return results;
  }
}
