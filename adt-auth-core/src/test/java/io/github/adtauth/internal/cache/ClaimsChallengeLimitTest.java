package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Tests of the number of token requests that repeated claims challenges cause. */
class ClaimsChallengeLimitTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final ManualTime time = new ManualTime();
  private final FakeTokenProvider source = new FakeTokenProvider(time);
  private final TokenProvider tokens =
      TokenCache.builder()
          .timing(TestTiming.of(time))
          .executor(Runnable::run)
          .build()
          .provider(TokenCacheTest.owner("a"), source);

  private static String claims(int number) {
    return "{\"access_token\":{\"c" + number + "\":null}}";
  }

  @Test
  void otherClaimsForNewTokenWithClaims_requestNothing() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    AccessToken withClaims = tokens.token(REQUEST.afterRejection(first, claims(0)));
    for (int i = 1; i < 60; i++) {
      time.advance(Duration.ofMillis(999));
      assertThat(tokens.token(REQUEST)).isSameAs(withClaims);
      assertThat(tokens.token(REQUEST.afterRejection(withClaims, claims(i)))).isSameAs(withClaims);
    }
    assertThat(source.requests).hasSize(2);
    time.advance(Duration.ofSeconds(2));
    AccessToken later = tokens.token(REQUEST.afterRejection(withClaims, claims(99)));
    assertThat(later).isNotEqualTo(withClaims);
    assertThat(source.requests.get(2).claims()).contains(claims(99));
  }

  @Test
  void claimsForTokenWithoutClaims_areRequested() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    AccessToken second = tokens.token(REQUEST.afterRejection(first, claims(1)));
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void manyClaimsForOldToken_causeThreeRequestsPerMinute() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    AccessToken latest = first;
    for (int i = 0; i < 100; i++) {
      latest = tokens.token(REQUEST.afterRejection(first, claims(i)));
    }
    assertThat(source.requests).hasSize(4);
    assertThat(tokens.token(REQUEST)).isSameAs(latest);
  }

  @Test
  void rejectedClaims_areNotRequestedAgain() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    source.failure =
        () ->
            new InteractionRequiredException(
                ErrorDetails.of("additional claims").claims("{\"x\":1}"));
    assertThatThrownBy(() -> tokens.token(REQUEST.afterRejection(first, claims(0))))
        .isInstanceOf(InteractionRequiredException.class);
    source.failure = null;
    AccessToken plain = tokens.token(REQUEST);
    assertThat(plain).isNotEqualTo(first);
    assertThatThrownBy(() -> tokens.token(REQUEST.afterRejection(plain, claims(0))))
        .isInstanceOf(InteractionRequiredException.class);
    for (int i = 1; i < 50; i++) {
      time.advance(Duration.ofSeconds(1));
      assertThat(tokens.token(REQUEST)).isSameAs(plain);
      assertThat(tokens.token(REQUEST.afterRejection(plain, claims(i)))).isSameAs(plain);
    }
    assertThat(source.requests).hasSize(3);
    time.advance(Duration.ofSeconds(60));
    assertThat(tokens.token(REQUEST.afterRejection(plain, claims(0)))).isNotEqualTo(plain);
  }

  @Test
  void rejectedClaimsWithoutToken_areNotRequestedAgain() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    source.failure = () -> new InteractionRequiredException(ErrorDetails.of("additional claims"));
    for (int i = 0; i < 50; i++) {
      TokenRequest withClaims = REQUEST.afterRejection(first, claims(i));
      if (i == 0) {
        assertThatThrownBy(() -> tokens.token(withClaims))
            .isInstanceOf(InteractionRequiredException.class);
      } else {
        assertThat(tokens.token(withClaims)).isSameAs(first);
      }
    }
    assertThat(source.requests).hasSize(2);
  }

  @Test
  void outage_backsOffForAllClaims() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    source.failure = () -> new UnavailableException(ErrorDetails.of("down").status(503));
    for (int i = 0; i < 50; i++) {
      TokenRequest withClaims = REQUEST.afterRejection(first, claims(i));
      assertThat(catchThrowable(() -> tokens.token(withClaims)))
          .isInstanceOf(UnavailableException.class);
    }
    assertThat(source.requests).hasSize(2);
    source.failure = null;
    time.advance(Duration.ofSeconds(1));
    assertThat(tokens.token(REQUEST.afterRejection(first, claims(0)))).isNotEqualTo(first);
  }

  @Test
  void signIn_endsBackOffOfClaims() throws IOException {
    TokenCache cache =
        TokenCache.builder().timing(TestTiming.of(time)).executor(Runnable::run).build();
    TokenOwner owner = TokenCacheTest.owner("b");
    TokenProvider user = cache.provider(owner, source);
    AccessToken first = user.token(REQUEST);
    source.failure = () -> new InteractionRequiredException(ErrorDetails.of("additional claims"));
    assertThat(catchThrowable(() -> user.token(REQUEST.afterRejection(first, claims(0)))))
        .isNotNull();
    source.failure = null;
    AccessToken signedIn = AccessToken.of("signed-in", time.clock().instant().plusSeconds(3600));
    cache.put(owner, REQUEST, signedIn);
    assertThat(user.token(REQUEST.afterRejection(signedIn, claims(1)))).isNotEqualTo(signedIn);
  }

  @Test
  void concurrentClaims_shareOneRequest() throws Exception {
    int callers = 16;
    Semaphore gate = new Semaphore(0);
    CountDownLatch started = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      TokenProvider slow =
          TokenCache.builder()
              .timing(TestTiming.of(time))
              .executor(threads)
              .build()
              .provider(
                  TokenCacheTest.owner("c"),
                  request -> {
                    if (request.claims().isPresent()) {
                      started.countDown();
                      gate.acquireUninterruptibly();
                    }
                    return source.token(request);
                  });
      AccessToken first = slow.token(REQUEST);
      Future<AccessToken> leader =
          threads.submit(() -> slow.token(REQUEST.afterRejection(first, claims(0))));
      started.await();
      List<Future<AccessToken>> others = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int number = i;
        others.add(threads.submit(() -> slow.token(REQUEST.afterRejection(first, claims(number)))));
      }
      gate.release(callers + 1);
      AccessToken withClaims = leader.get();
      for (Future<AccessToken> other : others) {
        assertThat(other.get()).isNotEqualTo(first);
      }
      assertThat(withClaims).isNotEqualTo(first);
      assertThat(source.requests.size()).isBetween(2, 4);
    } finally {
      threads.shutdownNow();
    }
  }
}
