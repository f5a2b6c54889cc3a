package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.oauth.BearerChallenge;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of a {@link TokenCache} with a failing store, invalid tokens or large claims. */
class TokenCacheResilienceTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final ManualTime time = new ManualTime();
  private final FakeTokenProvider source = new FakeTokenProvider(time);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  private TokenCache.Builder cache() {
    return TokenCache.builder().timing(TestTiming.of(time)).executor(Runnable::run);
  }

  /** A request leaves the map of requests in flight even if its token cannot be added. */
  @Test
  void tokenWithInvalidRefreshTime_isReplaced() throws Exception {
    TokenProvider tokens =
        cache()
            .executor(callers)
            .build()
            .provider(
                TokenCacheTest.owner("a"),
                request -> {
                  AccessToken token = source.token(request);
                  return AccessToken.of(token.value(), token.expiresAt(), Instant.MIN);
                });
    AccessToken first = tokens.token(REQUEST);
    time.advance(Duration.ofHours(3));
    assertThat(tokens.token(REQUEST)).isNotEqualTo(first);
  }

  @Test
  void removedOwner_losesToken_evenIfEntryHadExpired() throws IOException {
    TokenCache cache = cache().build();
    TokenOwner owner = TokenCacheTest.owner("a");
    AtomicBoolean signedOut = new AtomicBoolean();
    TokenProvider provider =
        cache.provider(
            owner,
            request -> {
              if (signedOut.get()) {
                throw new CredentialException(ErrorDetails.of("signed out"));
              }
              return source.token(request);
            });
    provider.token(REQUEST);
    time.advance(Duration.ofHours(2)); // the entry is evicted, but the provider still references it
    provider.token(REQUEST);
    signedOut.set(true);
    cache.remove(owner);
    assertThatThrownBy(() -> provider.token(REQUEST)).isInstanceOf(CredentialException.class);
  }

  @Test
  void storedToken_isServedWhileBreakerIsOpen() throws IOException {
    MemoryTokenStore store = MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(time));
    AccessToken stored =
        cache().store(store).build().provider(TokenCacheTest.owner("b"), source).token(REQUEST);
    TokenCache thisNode = cache().store(store).build();
    source.failure =
        () ->
            new UnavailableException(
                ErrorDetails.of("busy").status(429).retryAfter(Duration.ofMinutes(5)));
    TokenProvider a = thisNode.provider(TokenCacheTest.owner("a"), source);
    assertThatThrownBy(() -> a.token(REQUEST)).isInstanceOf(UnavailableException.class);
    TokenProvider b = thisNode.provider(TokenCacheTest.owner("b"), source);
    assertThat(b.token(REQUEST)).isEqualTo(stored);
  }

  @Test
  void storedToken_doesNotCloseBreaker() throws IOException {
    MemoryTokenStore store = MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(time));
    cache().store(store).build().provider(TokenCacheTest.owner("b"), source).token(REQUEST);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Void> readStarted = new CompletableFuture<>();
    TokenCache node =
        TokenCache.builder()
            .timing(TestTiming.of(time))
            .executor(callers)
            .store(new SlowStore(store, readStarted, release))
            .build();
    source.failure =
        () ->
            new UnavailableException(
                ErrorDetails.of("busy").status(429).retryAfter(Duration.ofMinutes(5)));
    Future<AccessToken> reading =
        callers.submit(() -> node.provider(TokenCacheTest.owner("b"), source).token(REQUEST));
    readStarted.join();
    TokenProvider a = node.provider(TokenCacheTest.owner("a"), source);
    assertThatThrownBy(() -> a.token(REQUEST)).isInstanceOf(UnavailableException.class);
    int requests = source.requests.size();
    release.countDown();
    assertThatCode(() -> reading.get()).doesNotThrowAnyException();
    TokenProvider c = node.provider(TokenCacheTest.owner("c"), source);
    assertThatThrownBy(() -> c.token(REQUEST)).isInstanceOf(UnavailableException.class);
    assertThat(source.requests).hasSize(requests);
  }

  private record SlowStore(
      TokenStore store, CompletableFuture<Void> readStarted, CountDownLatch release)
      implements TokenStore {
    @Override
    public byte[] get(StoreKey key) throws IOException {
      byte[] bytes = store.get(key);
      if (bytes != null) {
        readStarted.complete(null);
        try {
          release.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      return bytes;
    }

    @Override
    public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
      store.put(key, value, expiresAt);
    }

    @Override
    public void remove(StoreKey key) throws IOException {
      store.remove(key);
    }

    @Override
    public boolean replace(StoreKey key, byte[] expected, byte[] value, Instant expiresAt)
        throws IOException {
      return store.replace(key, expected, value, expiresAt);
    }
  }

  @Test
  void removedOwner_isRemovedFromStore() throws IOException {
    TokenCache cache =
        cache().store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(time))).build();
    TokenProvider tokens = cache.provider(TokenCacheTest.owner("a"), source);
    AccessToken first = tokens.token(REQUEST);
    cache.remove(TokenCacheTest.owner("a"));
    assertThat(tokens.token(REQUEST)).isNotEqualTo(first);
  }

  @Test
  void rejectedToken_isNotReadFromStore_ifClaimsFail() throws IOException {
    TokenCache cache =
        cache().store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(time))).build();
    TokenProvider tokens = cache.provider(TokenCacheTest.owner("a"), source);
    AccessToken rejected = tokens.token(REQUEST);
    source.failure = () -> new CredentialException(ErrorDetails.of("no"));
    assertThat(catchThrowable(() -> tokens.token(REQUEST.afterRejection(rejected, "{\"a\":1}"))))
        .isInstanceOf(CredentialException.class);
    source.failure = null;
    assertThat(tokens.token(REQUEST)).isNotEqualTo(rejected);
  }

  @Test
  void challengeWithManyQuotes_isParsed() {
    String hostile = "\"\"".repeat(8000);
    assertThatCode(() -> BearerChallenge.parse(List.of(hostile))).doesNotThrowAnyException();
  }

  @Test
  void weight_includesCachedFailure() {
    TokenCache cache = cache().maximumWeight(1 << 20).build();
    String claims = "{\"access_token\":{\"x\":\"" + "y".repeat(12_000) + "\"}}";
    for (int i = 0; i < 3000; i++) {
      String userClaims = claims.replaceFirst("x", "x" + i);
      source.failure =
          () ->
              new InteractionRequiredException(
                  ErrorDetails.of("Entra ID requires the user to interact.").claims(userClaims));
      TokenProvider user = cache.provider(TokenCacheTest.owner("user " + i), source);
      assertThat(catchThrowable(() -> user.token(REQUEST))).isNotNull();
    }
    // A megabyte holds less than a hundred of these; 2000 of them take at least 24 MB.
    assertThat(cache.size()).isLessThan(200);
  }

  @Test
  void weight_includesClaims() throws IOException {
    TokenCache cache = cache().maximumWeight(1 << 20).build();
    String claims = "{\"access_token\":{\"x\":\"" + "y".repeat(12_000) + "\"}}";
    for (int i = 0; i < 3000; i++) {
      TokenProvider user = cache.provider(TokenCacheTest.owner("user " + i), source);
      user.token(REQUEST.withClaims(claims.replaceFirst("x", "x" + i)));
    }
    assertThat(cache.size()).isLessThan(200);
  }
}
