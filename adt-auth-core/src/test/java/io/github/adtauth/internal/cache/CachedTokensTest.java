package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.cache.Principal.Kind;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the tokens in a {@link TokenCache} and of its listener events. */
class CachedTokensTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final ManualTime time = new ManualTime();
  private final FakeTokenProvider source = new FakeTokenProvider(time);
  private final RecordingListener events = new RecordingListener();
  private final List<Duration> took = new ArrayList<>();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @BeforeEach
  void advanceTicker() {
    time.advance(Duration.ofDays(3));
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  private TokenCache.Builder cache() {
    return TokenCache.builder()
        .timing(TestTiming.of(time))
        .executor(Runnable::run)
        .listener(events);
  }

  private static TokenOwner user(String id) {
    return TokenCacheTest.owner(id);
  }

  @Test
  void tokenOfSignIn_isServedFromCache() throws IOException {
    TokenCache cache = cache().build();
    AccessToken added = AccessToken.of("added", time.clock().instant().plusSeconds(3600));
    cache.put(user("a"), REQUEST, added);
    assertThat(cache.localProvider(user("a"), source).token(REQUEST)).isSameAs(added);
    assertThat(source.requests).isEmpty();
  }

  @Test
  void localProvider_usesNeitherStoreNorBreaker() throws IOException {
    MemoryTokenStore store = MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(time));
    TokenCache cache = cache().store(store).build();
    source.failure =
        () ->
            new UnavailableException(
                ErrorDetails.of("busy").status(429).retryAfter(Duration.ofMinutes(5)));
    assertThatThrownBy(() -> cache.provider(user("a"), source).token(REQUEST))
        .isInstanceOf(UnavailableException.class);
    source.failure = null;
    AccessToken local = cache.localProvider(user("b"), source).token(REQUEST);
    assertThatThrownBy(() -> cache.breaker().call("c", () -> "not called"))
        .isInstanceOf(UnavailableException.class);
    time.advance(Duration.ofMinutes(6));
    TokenCache otherNode = cache().store(store).build();
    assertThat(otherNode.provider(user("b"), source).token(REQUEST)).isNotEqualTo(local);
  }

  @Test
  void expiries_areOfValidTokensOfKind() throws IOException {
    TokenCache cache = cache().build();
    Instant now = time.clock().instant();
    source.lifetime = Duration.ofHours(2);
    cache.provider(user("long"), source).token(REQUEST);
    source.lifetime = Duration.ofHours(1);
    cache.provider(user("short"), source).token(REQUEST);
    cache
        .provider(
            new TokenOwner(URI.create("https://login"), "t", "c", Principal.application("c")),
            source)
        .token(REQUEST);
    LongSummaryStatistics accounts = cache.expiries(Kind.ACCOUNT);
    assertThat(accounts.getCount()).isEqualTo(2);
    assertThat(accounts.getMin()).isEqualTo(now.plusSeconds(3590).toEpochMilli());
    assertThat(accounts.getMax()).isEqualTo(now.plusSeconds(7190).toEpochMilli());
    time.clock()
        .advance(Duration.ofSeconds(3590)); // the ticker does not advance, so the entries stay
    assertThat(cache.expiries(Kind.ACCOUNT).getCount()).isEqualTo(1);
    assertThat(cache.expiries(Kind.SESSION).getCount()).isZero();
  }

  @Test
  void entryWithoutToken_expiresAfterTwoMinutes() throws IOException {
    TokenCache cache = cache().build();
    cache.provider(user("a"), source).token(REQUEST);
    source.failure = () -> new CredentialException(ErrorDetails.of("no").status(401));
    TokenProvider rejected = cache.provider(user("b"), source);
    assertThatThrownBy(() -> rejected.token(REQUEST)).isInstanceOf(CredentialException.class);
    time.advance(Duration.ofSeconds(119));
    assertThat(cache.size()).isEqualTo(2);
    time.advance(Duration.ofSeconds(3));
    assertThat(cache.size()).isEqualTo(1);
    time.advance(Duration.ofMinutes(57));
    assertThat(cache.size()).isEqualTo(1);
    time.advance(Duration.ofMinutes(3));
    assertThat(cache.size()).isZero();
  }

  @Test
  void evictedEntry_isReplacedByNewEntryOfOwner() throws IOException {
    TokenCache cache = cache().build();
    TokenProvider provider = cache.provider(user("a"), source);
    provider.token(REQUEST);
    time.advance(Duration.ofHours(2)); // the entry is evicted, but the provider still references it
    AccessToken current = cache.provider(user("a"), source).token(REQUEST);
    provider.token(REQUEST);
    assertThat(provider.token(REQUEST))
        .as("the token that remove() would remove")
        .isSameAs(current);
  }

  @Test
  void shortToken_isServedUntilTenthOfLifetimeIsLeft() throws IOException {
    AccessToken token = AccessToken.of("short", time.clock().instant().plusSeconds(60));
    TokenCache cache = cache().executor(task -> {}).build();
    cache.put(user("a"), REQUEST, token);
    TokenProvider provider = cache.provider(user("a"), source);
    time.advance(Duration.ofMillis(53_999));
    assertThat(provider.cachedToken(REQUEST)).isSameAs(token);
    time.advance(Duration.ofMillis(1));
    assertThat(provider.cachedToken(REQUEST)).isNull();
  }

  /** Otherwise the memory of the tokens would not be bounded by the weight of the cache. */
  @Test
  void evictedToken_isNotReferencedByProvider() throws IOException {
    TokenCache small = cache().maximumWeight(64 << 10).build();
    List<TokenProvider> handles = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      TokenProvider handle = small.provider(user("user " + i), source);
      handle.token(REQUEST);
      handles.add(handle);
    }
    long kept = small.size();
    assertThat(handles.stream().filter(handle -> handle.cachedToken(REQUEST) != null).count())
        .isLessThanOrEqualTo(kept);
  }

  @Test
  void youngToken_isMeasuredByTicker() throws IOException {
    TokenProvider tokens = cache().build().provider(user("a"), source);
    AccessToken first = tokens.token(REQUEST);
    assertThat(tokens.token(REQUEST.afterRejection(first, null))).isSameAs(first);
    assertThat(events.events).doesNotContain("evicted");
  }

  @Test
  void listener_receivesDurations() throws IOException {
    TokenCache cache =
        TokenCache.builder()
            .timing(TestTiming.of(time))
            .executor(Runnable::run)
            .listener(new DurationListener())
            .build();
    TokenProvider tokens =
        cache.provider(
            user("a"),
            request -> {
              time.advance(Duration.ofSeconds(2));
              return source.token(request);
            });
    tokens.token(REQUEST);
    time.advance(Duration.ofHours(2));
    source.failure = () -> new CredentialException(ErrorDetails.of("no").status(401));
    assertThatThrownBy(() -> tokens.token(REQUEST)).isInstanceOf(CredentialException.class);
    assertThat(took).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  private final class DurationListener implements io.github.adtauth.AuthListener {
    @Override
    public void tokenAcquired(String principal, Duration duration, Instant expiresAt) {
      took.add(duration);
    }

    @Override
    public void tokenFailed(String principal, Duration duration, Throwable failure) {
      took.add(duration);
    }
  }

  @Test
  void staleToken_isServedIfRefreshIsRejected() throws Exception {
    Queue<Boolean> full = new ConcurrentLinkedQueue<>();
    TokenProvider tokens =
        cache()
            .executor(
                task -> {
                  if (!full.isEmpty()) {
                    throw new java.util.concurrent.RejectedExecutionException("full");
                  }
                  task.run();
                })
            .build()
            .provider(user("a"), source);
    AccessToken first = tokens.token(REQUEST);
    time.advance(Duration.ofMinutes(45));
    full.add(true);
    assertThat(tokens.token(REQUEST)).isSameAs(first);
    assertThat(events.events).containsExactly("acquired", "failed", "served stale");
    // Also on another thread, because the lock was released.
    full.clear();
    Future<AccessToken> next = callers.submit(() -> tokens.token(REQUEST));
    assertThat(next.get()).isSameAs(first);
    assertThat(source.requests).hasSize(2);
  }

  @Test
  void failure_releasesLock() throws Exception {
    TokenProvider tokens = cache().build().provider(user("a"), source);
    source.failure = () -> new CredentialException(ErrorDetails.of("no").status(401));
    Future<?> rejected =
        callers.submit(
            () ->
                assertThatThrownBy(() -> tokens.token(REQUEST))
                    .isInstanceOf(CredentialException.class));
    rejected.get();
    source.failure = null;
    time.advance(Duration.ofMinutes(1));
    Future<AccessToken> next = callers.submit(() -> tokens.token(REQUEST));
    assertThat(next.get()).isNotNull();
    assertThat(events.events).containsExactly("failed", "acquired");
  }

  /** Owners without a token use only some of the threads of the cache. */
  @Test
  void manyNewUsers_doNotDelayKnownUser() throws Exception {
    TokenCache cache = TokenCache.builder().timing(TestTiming.of(time)).build();
    TokenProvider known = cache.provider(user("known"), source);
    known.token(REQUEST);
    time.advance(Duration.ofMinutes(61));
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(24);
    TokenProvider slow =
        request -> {
          busy.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return source.token(request);
        };
    List<Future<AccessToken>> newResults = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      TokenProvider newUser = cache.provider(user("new user " + i), slow);
      newResults.add(callers.submit(() -> newUser.token(REQUEST)));
    }
    busy.await();
    Future<AccessToken> knownResult = callers.submit(() -> known.token(REQUEST));
    assertThat(knownResult.get()).isNotNull();
    release.countDown();
    for (Future<AccessToken> result : newResults) {
      assertThat(result.get()).isNotNull();
    }
  }
}
