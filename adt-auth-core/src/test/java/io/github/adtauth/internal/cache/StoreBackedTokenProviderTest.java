package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AuthListener;
import io.github.adtauth.TestTiming;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of two nodes, each with a local cache, that share a store. */
class StoreBackedTokenProviderTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final ManualTime time = new ManualTime();
  private final FakeTokenProvider source = new FakeTokenProvider(time);
  private final List<String> failedOperations = new ArrayList<>();
  private final TokenStore shared =
      SealedTokenStore.wrap(
              MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(time)),
              KeyRing.of("k1", new byte[32]))
          .timing(TestTiming.of(time));

  private TokenProvider node(TokenStore store, String user) {
    return cache(store).provider(TokenCacheTest.owner(user), source);
  }

  private TokenCache cache(TokenStore store) {
    return TokenCache.builder()
        .timing(TestTiming.of(time))
        .executor(Runnable::run)
        .store(store)
        .listener(
            new AuthListener() {
              @Override
              public void storeFailed(String operation, Throwable failure) {
                failedOperations.add(operation);
              }
            })
        .build();
  }

  @Test
  void secondNode_readsTokenFromStore() throws IOException {
    AccessToken first = node(shared, "a").token(REQUEST);
    AccessToken second = node(shared, "a").token(REQUEST);
    assertThat(second).isEqualTo(first);
    assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
    assertThat(source.requests).hasSize(1);
  }

  @Test
  void otherUserOrScope_isStoreMiss() throws IOException {
    AccessToken first = node(shared, "a").token(REQUEST);
    assertThat(node(shared, "b").token(REQUEST)).isNotEqualTo(first);
    assertThat(node(shared, "a").token(TokenRequest.of("https://s/.default"))).isNotEqualTo(first);
  }

  @Test
  void staleToken_isRefreshedOnceForAllNodes() throws IOException {
    TokenProvider one = node(shared, "a");
    TokenProvider other = node(shared, "a");
    AccessToken first = one.token(REQUEST);
    other.token(REQUEST);
    time.advance(Duration.ofMinutes(45));
    one.token(REQUEST);
    other.token(REQUEST);
    assertThat(one.token(REQUEST)).isNotEqualTo(first).isEqualTo(other.token(REQUEST));
    assertThat(source.requests).hasSize(2);
  }

  @Test
  void rejectedToken_isNotReadFromStore() throws IOException {
    TokenProvider one = node(shared, "a");
    AccessToken first = one.token(REQUEST);
    AccessToken second = one.token(REQUEST.afterRejection(first, "{}"));
    assertThat(second).isNotEqualTo(first);
    assertThat(node(shared, "a").token(REQUEST)).isEqualTo(second);
    time.advance(Duration.ofMinutes(2));
    assertThat(one.token(REQUEST.afterRejection(second, null))).isNotEqualTo(second);
  }

  @Test
  void failingStore_isMissAndReported() throws IOException {
    TokenProvider node = node(new FailingStore(), "a");
    AccessToken token = node.token(REQUEST);
    assertThat(node.token(REQUEST)).isSameAs(token);
    assertThat(failedOperations).containsExactly("read", "write");
  }

  @Test
  void failedRemoval_isReported() throws IOException {
    TokenCache cache = cache(new FailingStore());
    cache.provider(TokenCacheTest.owner("a"), source).token(REQUEST);
    cache.remove(TokenCacheTest.owner("a"));
    assertThat(failedOperations).containsExactly("read", "write", "remove");
  }

  @Test
  void malformedEntry_isMiss() {
    byte[] bytes = TokenCodec.write(AccessToken.of("t", Instant.ofEpochSecond(5)));
    assertThat(TokenCodec.read(bytes)).isEqualTo(AccessToken.of("t", Instant.ofEpochSecond(5)));
    bytes[0] = 9;
    assertThat(TokenCodec.read(bytes)).isNull();
    assertThat(TokenCodec.read(new byte[0])).isNull();
    assertThat(TokenCodec.read(new byte[] {1, 2, 3})).isNull();
    assertThat(TokenCodec.read(new byte[17])).isNull();
  }

  private static final class FailingStore implements TokenStore {
    @Override
    public byte[] get(StoreKey key) throws IOException {
      throw new IOException("down");
    }

    @Override
    public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
      throw new IOException("down");
    }

    @Override
    public void remove(StoreKey key) throws IOException {
      throw new IOException("down");
    }

    @Override
    public boolean replace(StoreKey key, byte[] expected, byte[] value, Instant expiresAt)
        throws IOException {
      throw new IOException("down");
    }
  }
}
