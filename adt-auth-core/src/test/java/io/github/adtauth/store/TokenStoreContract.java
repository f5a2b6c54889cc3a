package io.github.adtauth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every store. */
abstract class TokenStoreContract {
  static final StoreKey KEY = StoreKey.of("test", "tenant", "alice");
  static final StoreKey OTHER = StoreKey.of("test", "tenant", "bob");

  final ManualTime time = new ManualTime();
  TokenStore store;

  /** Creates an empty store with the given timing. */
  abstract TokenStore newStore(Timing timing) throws Exception;

  @BeforeEach
  final void start() throws Exception {
    store = newStore(TestTiming.of(time));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  final Instant in(Duration duration) {
    return time.clock().instant().plus(duration);
  }

  final Instant soon() {
    return in(Duration.ofHours(1));
  }

  @Test
  void missingEntry_isNull() throws Exception {
    assertThat(store.get(KEY)).isNull();
  }

  @Test
  void keys_areIndependent() throws Exception {
    StoreKey sameParts = StoreKey.of("other", "tenant", "alice");
    store.put(KEY, bytes("a"), soon());
    store.put(OTHER, bytes("b"), soon());
    store.put(sameParts, bytes("c"), soon());
    assertThat(store.get(KEY)).isEqualTo(bytes("a"));
    assertThat(store.get(OTHER)).isEqualTo(bytes("b"));
    assertThat(store.get(sameParts)).isEqualTo(bytes("c"));
    assertThat(store.getEvenIfUnreadable(KEY)).isEqualTo(bytes("a"));
  }

  @Test
  void put_replacesValue() throws Exception {
    store.put(KEY, bytes("a long old value"), soon());
    store.put(KEY, bytes("new"), soon());
    assertThat(store.get(KEY)).isEqualTo(bytes("new"));
  }

  @Test
  void emptyAndLongValues_areAccepted() throws Exception {
    byte[] large = new byte[TokenStore.MAX_VALUE_BYTES];
    large[large.length - 1] = 1;
    store.put(KEY, new byte[0], soon());
    store.put(OTHER, large, soon());
    assertThat(store.get(KEY)).isEmpty();
    assertThat(store.get(OTHER)).isEqualTo(large);
  }

  @Test
  void tooLongValue_isRejected() throws Exception {
    byte[] tooLong = new byte[TokenStore.MAX_VALUE_BYTES + 2048];
    store.put(KEY, bytes("old"), soon());
    assertThatThrownBy(() -> store.put(KEY, tooLong, soon()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.replace(KEY, bytes("old"), tooLong, soon()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.get(KEY)).isEqualTo(bytes("old"));
  }

  @Test
  void values_areCopied() throws Exception {
    byte[] value = bytes("value");
    store.put(KEY, value, soon());
    value[0] = 'X';
    store.get(KEY)[0] = 'Y';
    assertThat(store.get(KEY)).isEqualTo(bytes("value"));
  }

  @Test
  void entry_expiresAtMillisecond() throws Exception {
    store.put(KEY, bytes("value"), in(Duration.ofSeconds(1)));
    time.advance(Duration.ofMillis(999));
    assertThat(store.get(KEY)).isNotNull();
    time.advance(Duration.ofMillis(1));
    assertThat(store.get(KEY)).isNull();
  }

  @Test
  void lastWrite_setsExpiry() throws Exception {
    store.put(KEY, bytes("value"), in(Duration.ofSeconds(1)));
    store.put(KEY, bytes("value"), in(Duration.ofSeconds(10)));
    time.advance(Duration.ofSeconds(9));
    assertThat(store.get(KEY)).isNotNull();
  }

  @Test
  void expiredWrite_removesEntry() throws Exception {
    store.put(KEY, bytes("old"), soon());
    store.put(KEY, bytes("new"), time.clock().instant());
    assertThat(store.get(KEY)).isNull();
    store.put(KEY, bytes("old"), soon());
    assertThat(store.replace(KEY, bytes("old"), bytes("new"), Instant.MIN)).isTrue();
    assertThat(store.get(KEY)).isNull();
  }

  @Test
  void distantExpiry_isKept() throws Exception {
    store.put(KEY, bytes("a"), Instant.MAX);
    store.put(OTHER, bytes("b"), in(Duration.ofDays(365_000)));
    time.advance(Duration.ofDays(10_000));
    assertThat(store.get(KEY)).isEqualTo(bytes("a"));
    assertThat(store.get(OTHER)).isEqualTo(bytes("b"));
  }

  @Test
  void remove_deletesEntry() throws Exception {
    store.remove(KEY);
    store.put(KEY, bytes("a"), soon());
    store.put(OTHER, bytes("b"), soon());
    store.remove(KEY);
    assertThat(store.get(KEY)).isNull();
    assertThat(store.get(OTHER)).isEqualTo(bytes("b"));
  }

  @Test
  void replace_requiresExpectedValue() throws Exception {
    assertThat(store.replace(KEY, null, bytes("1"), soon())).isTrue();
    assertThat(store.replace(KEY, null, bytes("2"), soon())).isFalse();
    assertThat(store.replace(KEY, bytes("2"), bytes("3"), soon())).isFalse();
    assertThat(store.get(KEY)).isEqualTo(bytes("1"));
    assertThat(store.replace(KEY, bytes("1"), bytes("2"), in(Duration.ofHours(2)))).isTrue();
    time.advance(Duration.ofMinutes(90));
    assertThat(store.get(KEY)).isEqualTo(bytes("2"));
  }

  @Test
  void replace_doesNotRestoreRemovedEntry() throws Exception {
    store.put(KEY, bytes("a"), soon());
    store.remove(KEY);
    assertThat(store.replace(KEY, bytes("a"), bytes("b"), soon())).isFalse();
    store.put(KEY, bytes("a"), soon());
    time.advance(Duration.ofHours(1));
    assertThat(store.replace(KEY, bytes("a"), bytes("b"), soon())).isFalse();
    assertThat(store.get(KEY)).isNull();
    assertThat(store.replace(KEY, null, bytes("c"), soon())).isTrue();
  }

  @Test
  void concurrentReplace_losesNoWrite() throws Exception {
    int threads = 4;
    int each = 25;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(
            () -> {
              for (int n = 0; n < each; n++) {
                countUp(store, KEY, soon());
              }
              return null;
            });
      }
      for (Future<Void> done : executor.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(new String(store.get(KEY), UTF_8)).isEqualTo(String.valueOf(threads * each));
  }

  /** Increments the stored number atomically. */
  static void countUp(TokenStore store, StoreKey key, Instant expiresAt) throws Exception {
    byte[] present;
    byte[] next;
    do {
      present = store.get(key);
      int count = present == null ? 0 : Integer.parseInt(new String(present, UTF_8));
      next = bytes(String.valueOf(count + 1));
    } while (!store.replace(key, present, next, expiresAt));
  }
}
