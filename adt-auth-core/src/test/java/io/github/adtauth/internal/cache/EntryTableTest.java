package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tests of {@link EntryTable}, which keeps a single owner in another way than several. */
class EntryTableTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");
  private static final TokenOwner A = TokenCacheTest.owner("a");
  private static final TokenOwner B = TokenCacheTest.owner("b");

  private final ManualTime time = new ManualTime();
  private final Instant expiry = time.clock().instant().plus(Duration.ofHours(1));
  private final FakeTokenProvider source = new FakeTokenProvider(time);
  private final TokenCache cache =
      TokenCache.builder()
          .timing(TestTiming.of(time))
          .executor(Runnable::run)
          .maximumWeight(64 << 10)
          .build();

  @Test
  void tokenOfFirstOwner_isKeptIfOthersAreAdded() throws Exception {
    TokenProvider first = cache.provider(A, source);
    AccessToken token = first.token(REQUEST);
    assertThat(cache.size()).isOne();

    assertThat(cache.provider(B, source).token(REQUEST)).isNotEqualTo(token);

    assertThat(cache.size()).isEqualTo(2);
    assertThat(first.token(REQUEST)).isSameAs(token);
    assertThat(cache.provider(A, source).token(REQUEST)).isSameAs(token);
    assertThat(source.requests).hasSize(2);
  }

  @Test
  void removedOwner_losesToken_aloneAndAmongOthers() throws Exception {
    TokenProvider first = cache.provider(A, source);
    AccessToken alone = first.token(REQUEST);

    cache.remove(B);
    assertThat(first.token(REQUEST)).isSameAs(alone);
    cache.remove(A);
    assertThat(cache.size()).isZero();
    AccessToken again = first.token(REQUEST);
    assertThat(again).isNotEqualTo(alone);

    AccessToken other = cache.provider(B, source).token(REQUEST);
    cache.remove(A);
    assertThat(cache.size()).isOne();
    assertThat(first.token(REQUEST)).isNotEqualTo(again);
    assertThat(cache.provider(B, source).token(REQUEST)).isSameAs(other);
  }

  @Test
  void singleOwner_isBoundedByWeight() throws Exception {
    TokenProvider heavy = cache.provider(A, request -> AccessToken.of("t".repeat(70_000), expiry));

    AccessToken token = heavy.token(REQUEST);

    assertThat(heavy.token(REQUEST)).isNotSameAs(token);
  }

  @Test
  void expiryOfSingleOwner_isReturnedWhileValid() throws Exception {
    Principal.Kind kind = A.principal().kind();
    cache.provider(A, request -> AccessToken.of("t", expiry)).token(REQUEST);
    assertThat(cache.expiries(kind).getCount()).isOne();

    time.advance(Duration.ofHours(2));

    assertThat(cache.expiries(kind).getCount()).isZero();
  }

  @Test
  void concurrentOwners_haveOneEntryListEach() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int round = 0; round < 500; round++) {
      EntryTable table = new EntryTable(64 << 10, TestTiming.of(time));
      CyclicBarrier start = new CyclicBarrier(8);
      List<Future<OwnerEntries>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        TokenOwner owner = i % 2 == 0 ? A : B;
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return table.get(owner);
                }));
      }
      Set<OwnerEntries> distinct = new HashSet<>();
      for (Future<OwnerEntries> result : results) {
        distinct.add(result.get());
      }
      assertThat(distinct).containsExactlyInAnyOrder(table.get(A), table.get(B));
    }
    threads.shutdown();
  }
}
