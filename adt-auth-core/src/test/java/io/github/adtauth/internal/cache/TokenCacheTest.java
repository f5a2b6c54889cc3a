package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@link TokenCache}. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public class TokenCacheTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualTime time = new ManualTime();
  private final FakeTokenProvider source = new FakeTokenProvider(time);
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final RecordingListener events = new RecordingListener();

  private TokenCache cache(boolean inline) {
    return TokenCache.builder()
        .timing(TestTiming.of(time))
        .listener(events)
        .executor(inline ? Runnable::run : background::add)
        .build();
  }

  private final TokenProvider tokens = cache(true).provider(owner("a"), source);

  public static TokenOwner owner(String id) {
    return new TokenOwner(URI.create("https://login"), "t", "c", Principal.account(id));
  }

  @Test
  void freshToken_isServedFromCache() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    time.advance(Duration.ofMinutes(39));
    assertThat(tokens.token(REQUEST)).isSameAs(first);
    assertThat(source.requests).hasSize(1);
    assertThat(events.events).containsExactly("acquired", "served fresh");
  }

  @ParameterizedTest
  @CsvSource({
    // age in seconds, random number; whether the token is served, number of requests
    "2399, 0, true, 1",
    "2400, 0, true, 2",
    "2160, 0.999, true, 1",
    "2161, 0.999, true, 2",
    "3589, 0, true, 2",
    "3590, 0, false, 2",
  })
  void token_isStaleAtTwoThirds_expiredShortlyBeforeExpiry(
      int second, double random, boolean served, int requests) throws IOException {
    time.jitter(random);
    AccessToken first = tokens.token(REQUEST);
    time.advance(Duration.ofSeconds(second));
    assertThat(tokens.token(REQUEST).equals(first)).isEqualTo(served);
    assertThat(source.requests).hasSize(requests);
  }

  @Test
  void refreshIn_overridesTwoThirds() throws IOException {
    source.refreshIn = Duration.ofMinutes(10);
    tokens.token(REQUEST);
    time.advance(Duration.ofSeconds(599));
    tokens.token(REQUEST);
    assertThat(source.requests).hasSize(1);
    time.advance(Duration.ofSeconds(1));
    tokens.token(REQUEST);
    assertThat(source.requests).hasSize(2);
  }

  @Test
  void refreshInOfZero_doesNotRefreshOnEachCall() throws IOException {
    source.refreshIn = Duration.ZERO;
    for (int i = 0; i < 10; i++) {
      tokens.token(REQUEST);
    }
    assertThat(source.requests).hasSize(1);
  }

  @Test
  void tokenWithoutExpiry_isKept() throws IOException {
    TokenProvider endless =
        cache(true)
            .provider(
                owner("endless"),
                request -> {
                  source.requests.add(request);
                  return AccessToken.of("endless", java.time.Instant.MAX);
                });
    endless.token(REQUEST);
    time.advance(Duration.ofDays(100));
    endless.token(REQUEST);
    assertThat(source.requests).hasSize(1);
  }

  @Test
  void expiredToken_isReturnedButNotCached() throws IOException {
    source.lifetime = Duration.ofSeconds(-1);
    tokens.token(REQUEST);
    assertThat(tokens.cachedToken(REQUEST)).isNull();
  }

  @Test
  void shortToken_isReused() throws IOException {
    source.lifetime = Duration.ofSeconds(60);
    tokens.token(REQUEST);
    time.advance(Duration.ofSeconds(30));
    tokens.token(REQUEST);
    assertThat(source.requests).hasSize(1);
  }

  @Test
  void staleToken_isServedDuringRefresh() throws IOException {
    TokenProvider queued = cache(false).provider(owner("b"), source);
    AccessToken first = firstOf(queued);
    time.advance(Duration.ofMinutes(45));
    for (int i = 0; i < 5; i++) {
      assertThat(queued.token(REQUEST)).isSameAs(first);
    }
    assertThat(background).hasSize(1);
    background.remove().run();
    assertThat(queued.token(REQUEST)).isNotEqualTo(first);
    assertThat(source.requests).hasSize(2);
  }

  private AccessToken firstOf(TokenProvider queued) throws IOException {
    Thread runner = new Thread(() -> runNextTask());
    runner.start();
    return queued.token(REQUEST);
  }

  private void runNextTask() {
    Runnable task = null;
    while (task == null) {
      task = background.poll();
      Thread.onSpinWait();
    }
    task.run();
  }

  @Test
  void clockSetBack_doesNotMakeTokenYoung() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    time.advance(Duration.ofMinutes(2));
    time.clock().advance(Duration.ofHours(-3));
    assertThat(tokens.token(REQUEST.afterRejection(first, null))).isNotEqualTo(first);
  }

  @Test
  void rejectedToken_isReplacedByTokenForClaims() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    AccessToken second = tokens.token(REQUEST.afterRejection(first, "{\"a\":1}"));
    assertThat(second).isNotEqualTo(first);
    assertThat(source.requests.get(1).claims()).contains("{\"a\":1}");
    assertThat(tokens.token(REQUEST)).isSameAs(second);
    assertThat(events.events).contains("evicted");
  }

  @Test
  void rejectionOfOldToken_keepsNewToken() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    AccessToken second = tokens.token(REQUEST.afterRejection(first, "{}"));
    assertThat(tokens.token(REQUEST.afterRejection(first, "{}"))).isSameAs(second);
    assertThat(tokens.token(REQUEST.afterRejection(first, null))).isSameAs(second);
    assertThat(source.requests).hasSize(2);
  }

  @Test
  void newTokenForOtherClaims_isNotUsed() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    AccessToken second = tokens.token(REQUEST.afterRejection(first, "{\"a\":1}"));
    AccessToken third = tokens.token(REQUEST.afterRejection(first, "{\"a\":2}"));
    assertThat(third).isNotEqualTo(second);
  }

  @Test
  void youngTokenRejectedWithoutClaims_isKept() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    time.advance(Duration.ofSeconds(59));
    assertThat(tokens.token(REQUEST.afterRejection(first, null))).isSameAs(first);
    time.advance(Duration.ofSeconds(1));
    assertThat(tokens.token(REQUEST.afterRejection(first, null))).isNotEqualTo(first);
  }

  @Test
  void youngTokenRejectedWithSameClaims_isKept() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    AccessToken second = tokens.token(REQUEST.afterRejection(first, "{\"a\":1}"));
    time.advance(Duration.ofSeconds(59));
    assertThat(tokens.token(REQUEST.afterRejection(second, "{\"a\":1}"))).isSameAs(second);
    assertThat(source.requests).hasSize(2);
    time.advance(Duration.ofSeconds(1));
    assertThat(tokens.token(REQUEST.afterRejection(second, "{\"a\":1}"))).isNotEqualTo(second);
  }

  @Test
  void failedClaims_doNotFailOtherRequests() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    source.failure =
        () ->
            new InteractionRequiredException(
                ErrorDetails.of("additional claims").claims("{\"x\":1}"));
    TokenRequest withClaims = REQUEST.afterRejection(first, "{\"a\":1}");
    assertThatThrownBy(() -> tokens.token(withClaims))
        .isInstanceOf(InteractionRequiredException.class);
    source.failure = null;
    assertThat(tokens.token(REQUEST)).isNotEqualTo(first);
  }

  @Test
  void tokens_areCachedByOwnerAndScopes() throws IOException {
    TokenCache cache = cache(true);
    AccessToken a = cache.provider(owner("1"), source).token(REQUEST);
    AccessToken b = cache.provider(owner("2"), source).token(REQUEST);
    AccessToken c = cache.provider(owner("1"), source).token(TokenRequest.of("https://s/.default"));
    assertThat(List.of(a, b, c)).doesNotHaveDuplicates();
    assertThat(cache.provider(owner("1"), source).token(REQUEST)).isSameAs(a);
  }

  @Test
  void removedOwner_causesNewRequest() throws IOException {
    TokenCache cache = cache(true);
    AccessToken a = cache.provider(owner("1"), source).token(REQUEST);
    cache.remove(owner("1"));
    assertThat(cache.provider(owner("1"), source).token(REQUEST)).isNotEqualTo(a);
  }

  @Test
  void cache_isBoundedByWeightAndExpiry() throws IOException {
    TokenCache cache =
        TokenCache.builder()
            .timing(TestTiming.of(time))
            .executor(Runnable::run)
            .maximumWeight(100 << 10)
            .build();
    for (int i = 0; i < 5_000; i++) {
      cache.provider(owner("user " + i), source).token(REQUEST);
    }
    assertThat(cache.size()).isBetween(1L, 210L);
    time.advance(HOUR.plusMinutes(5));
    assertThat(cache.size()).isZero();
  }

  @Test
  void interruptedCaller_stopsWaiting_staysInterrupted() {
    TokenProvider queued = cache(false).provider(owner("i"), source);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queued.token(REQUEST)).isInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
    background.remove().run();
    assertThat(source.requests).hasSize(1);
    List<AccessToken> served = new ArrayList<>();
    served.add(queued.cachedToken(REQUEST));
    assertThat(served).doesNotContainNull();
  }

  @Test
  void cachedToken_doesNotRequest() {
    assertThat(tokens.cachedToken(REQUEST)).isNull();
    assertThat(source.requests).isEmpty();
  }
}
